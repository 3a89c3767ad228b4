import { equalBytes } from "#src/platform/crypto/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireHuman } from "./decisions.ts";
import type { UserEvent } from "./events.ts";
import { type AddedHuman, codeFor, type Verification } from "./human-commands.ts";
import type { HumanState, PendingCode } from "./human-state.ts";
import { User, type UserState } from "./state.ts";

/** After so many wrong entries a code is worth nothing, so that it cannot be guessed. */
const maxFailures = 10;

type Contact = "email" | "phone";

const codeOf = (human: HumanState, contact: Contact): PendingCode | undefined =>
  contact === "email" ? human.emailCode : human.phoneCode;

function matches(ctx: Ctx, pending: PendingCode, typed: string): boolean {
  const expected = ctx.secrets.open("otp", pending.code);
  return equalBytes(expected, Buffer.from(typed.trim()));
}

/**
 * Proves an address by the code that was sent to it. A wrong code is recorded.
 * @throws failed_precondition when no code was asked for; invalid_argument when it is wrong, has expired or was
 *         entered wrong too often
 */
export async function verifyContact(
  ctx: Ctx,
  userId: string,
  contact: Contact,
  typed: string,
): Promise<Written<UserState>> {
  const before = await ctx.store.get(User, ctx.instanceId, userId);
  const pending = codeOf(requireHuman(before?.state, "COMMAND-Vc7nf").human, contact);
  if (!pending) throw precondition("COMMAND-Vc7no", "Errors.User.Code.NotFound");
  const ends = new Date(pending.createdAt).getTime() + pending.expirySeconds * 1000;
  if (pending.failures >= maxFailures || ends <= ctx.now.getTime())
    throw invalid("COMMAND-Vc7ex", "Errors.User.Code.Expired", { field: "verificationCode" });
  const right = matches(ctx, pending, typed);
  const event: UserEvent = {
    type: `user.human.${contact}.${right ? "verified" : "verification.failed"}`,
    payload: null,
  };
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => {
    const current = codeOf(requireHuman(user, "COMMAND-Vc8nf").human, contact);
    // Another code meanwhile, or another wrong entry: what was compared is no longer what counts.
    if (current?.code.Crypted !== pending.code.Crypted || current.failures >= maxFailures)
      throw invalid("COMMAND-Vc8ex", "Errors.User.Code.Expired", { field: "verificationCode" });
    return [[event]];
  });
  if (!right)
    throw invalid("COMMAND-Vc7wr", "Errors.User.Code.Invalid", {
      field: "verificationCode",
      failedAttempts: pending.failures + 1,
    });
  return row;
}

/**
 * Makes a new code for an address that is not verified yet.
 * @param options.again a code must have been made before
 * @throws failed_precondition EMAIL-5w5ilin4yt or PHONE-5xrra88eq8 when none was, or the address needs no proof
 */
export async function renewCode(
  ctx: Ctx,
  userId: string,
  contact: Contact,
  verification: Verification,
  options: { readonly again: boolean },
): Promise<AddedHuman> {
  const code = await codeFor(ctx, contact === "email" ? "verify_email" : "verify_phone", verification);
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => {
    const { human } = requireHuman(user, "COMMAND-Rc2nf");
    if (human[contact] === "") throw precondition("COMMAND-Rc2no", "Errors.User.Code.Empty");
    if (human[contact === "email" ? "emailVerified" : "phoneVerified"])
      throw precondition("COMMAND-Rc2vf", "Errors.User.AlreadyVerified");
    if (options.again && !codeOf(human, contact))
      throw precondition(
        contact === "email" ? "EMAIL-5w5ilin4yt" : "PHONE-5xrra88eq8",
        "Errors.User.Code.Empty",
      );
    return [code ? [{ type: `user.human.${contact}.code.added` as const, payload: code.event }] : []];
  });
  return {
    row,
    emailCode: contact === "email" ? code?.returned : undefined,
    phoneCode: contact === "phone" ? code?.returned : undefined,
  };
}
