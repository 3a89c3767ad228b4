/** Codes by which somebody registers a passkey without being logged in. */
import { messageJob, withinMessageLimits } from "#src/domains/message/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { codeBudgets, requireHuman, requireTrustedLink, requireUser, User } from "#src/domains/user/index.ts";
import { equalBytes } from "#src/platform/crypto/index.ts";
import { fresh, type Job, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { type Budget, fits, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type EnteredCode, isDead, recordWrongCode, spendCode, wrongCode } from "./code-decisions.ts";
import type { PasskeyCodeEvent } from "./events.ts";
import { PasskeyCode, type PasskeyCodeState } from "./state.ts";

/** What becomes of a code: it is sent as a link, or returned to the caller, or returned as a link of ours. */
export type LinkDelivery =
  | { readonly kind: "send"; readonly urlTemplate?: string | undefined }
  | { readonly kind: "return" }
  | { readonly kind: "link" };

export interface NewCode {
  readonly row: Written<PasskeyCodeState>;
  readonly id: string;
  /** Only for the caller who asked for it. */
  readonly returned?: string;
  readonly orgId: string;
  readonly expirySeconds: number;
}

const nanosPerSecond = 1_000_000_000;

/**
 * Makes a code, and sends it where it is to be sent.
 * @throws not_found for nobody; failed_precondition for a service user, WEBAUTHN-Em1nv when it is to be sent to an
 *   address that is not verified; invalid_argument USER-Ul1nk; resource_exhausted LIMIT-m2Sg9
 */
export async function createPasskeyCode(ctx: Ctx, userId: string, delivery: LinkDelivery): Promise<NewCode> {
  const user = await requireUser(ctx, userId);
  const { human } = requireHuman(user.state, "COMMAND-8N3Kc");
  const sends = delivery.kind === "send";
  if (sends && !human.emailVerified) throw precondition("WEBAUTHN-Em1nv", "Errors.User.Email.NotVerified");
  if (sends && delivery.urlTemplate) await requireTrustedLink(ctx, delivery.urlTemplate);
  const { shape, expirySeconds } = await effectiveCodeShape(ctx, "passwordless_init");
  const plain = ctx.secrets.code(shape);
  const code = ctx.secrets.seal("otp", plain);
  const id = ctx.newId();
  const urlTemplate = sends && delivery.urlTemplate ? delivery.urlTemplate : undefined;
  const type = delivery.kind === "link" ? "added" : "requested";
  const event: PasskeyCodeEvent = {
    type: `user.human.passwordless.initialization.code.${type}`,
    payload: {
      id,
      code,
      expiry: expirySeconds * nanosPerSecond,
      ...(urlTemplate ? { url_template: urlTemplate } : {}),
      ...(delivery.kind === "return" ? { code_returned: true } : {}),
      ...(type === "requested" ? { triggerOrigin: ctx.origin } : {}),
    },
  };
  const job = (): Job =>
    messageJob(ctx, {
      type: "passwordless_registration",
      channel: "email",
      userId,
      orgId: user.owner,
      to: human.email,
      code,
      ...(urlTemplate ? { urlTemplate } : {}),
      args: { codeId: id, expirySeconds },
    });
  const refs = [fresh(PasskeyCode, userId, id), ref(User, userId)] as const;
  const [row] = await withinMessageLimits(ctx, sends ? [{ to: human.email, userId }] : [], () =>
    ctx.store.execute(
      ctx,
      refs,
      ([, current]) => {
        requireHuman(current, "COMMAND-8N3Kd");
        return [[event], []];
      },
      { jobs: () => (sends ? [job()] : []) },
    ),
  );
  return { row, id, ...(sends ? {} : { returned: plain }), orgId: user.owner, expirySeconds };
}

/**
 * Compares what somebody entered with a code of that user. Each wrong entry counts: for the code, which five of them
 * void, for the user, and for the address of whoever tries; entries are counted before they are compared, over all
 * processes, so that none is gained by trying many at once.
 * @throws invalid_argument COMMAND-Eeb2a when it is wrong or there is no such code of theirs, WEBAUTHN-Cd1ex when it has
 *   expired or was entered wrong too often; resource_exhausted LIMIT-f4Sl7
 */
export async function enterPasskeyCode(
  ctx: Ctx,
  userId: string,
  { id, code: typed }: { readonly id: string; readonly code: string },
): Promise<EnteredCode> {
  await requireUser(ctx, userId);
  const known = await ctx.store.get(PasskeyCode, ctx.instanceId, userId, id);
  const { ok, dead } = await ctx.limits.guard(codeBudgets(ctx, userId), () =>
    compare(ctx, userId, id, known?.state, typed),
  );
  if (dead) throw invalid("WEBAUTHN-Cd1ex", "Errors.User.Code.Expired", { field: "code.code" });
  if (ok) return { id };
  const [row] = await ctx.store.execute(ctx, [ref(PasskeyCode, userId, id)], ([code]) => [
    recordWrongCode(id)(code),
  ]);
  throw wrongCode(row.state?.failures);
}

/**
 * Uses up a code that was entered right, for who registers afterwards.
 * @throws invalid_argument COMMAND-Eeb2a when it was used meanwhile
 */
export async function spendPasskeyCode(ctx: Ctx, userId: string, entered: EnteredCode): Promise<void> {
  const refs = [ref(PasskeyCode, userId, entered.id), ref(User, userId)] as const;
  await ctx.store.execute(ctx, refs, ([code, user]) => {
    requireHuman(user, "COMMAND-8N3Ke");
    return [spendCode(entered)(code), []];
  });
}

async function compare(
  ctx: Ctx,
  userId: string,
  id: string,
  known: PasskeyCodeState | undefined,
  typed: string,
): Promise<{ readonly ok: boolean; readonly dead: boolean }> {
  if (!known) return { ok: false, dead: false };
  const entry: Budget = {
    instanceId: ctx.instanceId,
    rule: limitRules.entriesPerCode,
    subject: `${userId}\n${id}`,
  };
  if (isDead(known, ctx.now) || !(await fits(ctx.limits, entry))) return { ok: false, dead: true };
  const ok = equalBytes(ctx.secrets.open("otp", known.code), Buffer.from(typed.trim()));
  if (ok) await ctx.limits.giveBack(entry);
  return { ok, dead: false };
}
