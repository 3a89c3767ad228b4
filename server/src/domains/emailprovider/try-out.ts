/** A mail that shows whether a provider works, before people depend on it. */
import { DeliveryFailed } from "#src/platform/delivery/index.ts";
import { Failure, precondition } from "#src/platform/failure/index.ts";
import { messageIdOf } from "#src/platform/mail/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { providers } from "./commands.ts";
import { checkSmtp, maySecretGo, type SmtpInput, secretOf } from "./input.ts";
import { deliverBySmtp, deliverMail, inClear } from "./send.ts";

const subject = "Test mail";
const text = "This is a test mail. Mails from here arrive.";

function testMail(ctx: Ctx, to: string) {
  const messageId = messageIdOf(`test.${ctx.newId()}`, new URL(ctx.origin).hostname);
  return { to, subject, text, html: `<p>${text}</p>`, messageId };
}

/** @throws failed_precondition with the server's words */
async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof DeliveryFailed)) throw error;
    const values = { answer: error.answer };
    throw new Failure(
      "failed_precondition",
      "SMTPCONF-Te1st",
      "Errors.SMTPConfig.TestFailed",
      { values },
      error,
    );
  }
}

/** Sends a test mail by what is stored. */
export async function tryProvider(ctx: Ctx, id: string, to: string): Promise<void> {
  const row = await providers.require(ctx, id);
  const hook = { eventType: "test", templateData: { subject, text }, args: {} };
  await told(deliverMail(ctx, row, { ...testMail(ctx, to), hook }));
}

/**
 * Sends a test mail by what the caller gives. Without a password, the one of the named provider is taken; but only where
 * it may go, so that nobody has it sent to a server of their own, or in the clear.
 */
export async function trySmtp(ctx: Ctx, input: SmtpInput, to: string, id: string): Promise<void> {
  await checkSmtp(ctx, input);
  await told(deliverBySmtp(ctx, await withStored(ctx, input, id), testMail(ctx, to)));
}

async function withStored(ctx: Ctx, input: SmtpInput, id: string): Promise<SmtpInput> {
  if (id === "" || secretOf(input.auth) !== "") return input;
  const { state } = await providers.require(ctx, id);
  const stored = state.kind === "smtp" ? inClear(ctx, state) : undefined;
  if (stored === undefined || !maySecretGo(stored, input))
    throw precondition("SMTPCONF-Te2pw", "Errors.SMTPConfig.SecretNeeded", { field: "password" });
  return { ...input, auth: stored.auth };
}
