import { createHash } from "node:crypto";
import { checkExternally } from "#src/domains/smsprovider/index.ts";
import { equalBytes } from "#src/platform/crypto/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { invalid, precondition } from "#src/platform/failure/index.ts";
import { type Budget, fits, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireHuman } from "../decisions.ts";
import type { UserEvent } from "../events.ts";
import type { HumanState } from "../human-state.ts";
import { User, type UserState } from "../state.ts";
import type { PendingCode } from "./pending-code.ts";

/** After so many wrong entries a code is worth nothing, so that it cannot be guessed. */
export const maxFailures = limitRules.entriesPerCode.limit;

/** What a code that is entered is for. */
export interface Purpose {
  pending(human: HumanState): PendingCode | undefined;
  /** Records a wrong entry; where history knows no event for it, the limits alone count. */
  readonly failed?: UserEvent;
  /** The id of the refusal of a wrong one, where clients know it. */
  readonly wrongId?: string;
}

/** What was compared, to be spent in a unit. */
export interface Entered {
  readonly pending: PendingCode;
  /** @throws invalid_argument COMMAND-Vc8ex when it was used, replaced or voided since it was compared */
  spend(user: UserState | undefined): UserState & { readonly kind: "human" };
}

const expired = (id: string) => invalid(id, "Errors.User.Code.Expired", { field: "verificationCode" });

/**
 * Compares what somebody entered with the code they were sent for this purpose. Each wrong entry counts: for the code,
 * which five of them void, for the user, and for the address of whoever tries. Entries are counted before they are
 * compared, over all processes, so that none is gained by trying many at once.
 * @throws failed_precondition COMMAND-Vc7no when no code was asked for; invalid_argument when it is wrong, has expired
 *   or was entered wrong too often; resource_exhausted LIMIT-f4Sl7
 */
export async function enterCode(ctx: Ctx, userId: string, purpose: Purpose, typed: string): Promise<Entered> {
  const before = await ctx.store.get(User, ctx.instanceId, userId);
  const pending = purpose.pending(requireHuman(before?.state, "COMMAND-Vc7nf").human);
  if (!pending) throw precondition("COMMAND-Vc7no", "Errors.User.Code.NotFound");
  const { ok, dead } = await ctx.limits.guard(codeBudgets(ctx, userId), () =>
    compare(ctx, userId, pending, typed),
  );
  if (dead) throw expired("COMMAND-Vc7ex");
  if (!ok) {
    const failures = await recordFailure(ctx, userId, purpose, pending);
    const details = { field: "verificationCode", failedAttempts: failures };
    throw invalid(purpose.wrongId ?? "COMMAND-Vc7wr", "Errors.User.Code.Invalid", details);
  }
  return { pending, spend: (user) => requireSame(user, purpose, pending) };
}

/** Whether nobody can use it any more. */
export const isDead = (pending: PendingCode, now: Date): boolean =>
  pending.failures >= maxFailures ||
  (pending.expirySeconds > 0 &&
    new Date(pending.createdAt).getTime() + pending.expirySeconds * 1000 <= now.getTime());

async function compare(ctx: Ctx, userId: string, pending: PendingCode, typed: string) {
  const entry: Budget = {
    instanceId: ctx.instanceId,
    rule: limitRules.entriesPerCode,
    subject: `${userId}\n${identityOf(pending)}`,
  };
  const dead = isDead(pending, ctx.now) || !(await fits(ctx.limits, entry));
  if (dead) return { ok: false, dead };
  // Whoever could not be told whether it is right has not been wrong.
  let ok: boolean | undefined;
  try {
    ok = await matches(ctx, pending, typed);
  } finally {
    if (ok !== false) await ctx.limits.giveBack(entry);
  }
  return { ok, dead };
}

async function matches(ctx: Ctx, pending: PendingCode, typed: string): Promise<boolean> {
  const { code, generatorId, verificationId = "" } = pending;
  const entered = typed.replaceAll(/\s/g, "");
  if (code !== undefined) return isEntered(ctx.secrets.open("otp", code), entered);
  return generatorId !== undefined && checkExternally(ctx, verificationId, generatorId, entered);
}

/** A code in capitals may be typed in small letters, as people type what they read off another screen. */
function isEntered(code: Buffer, entered: string): boolean {
  const isCapital = !/[a-z]/.test(code.toString());
  return equalBytes(code, Buffer.from(isCapital ? entered.toUpperCase() : entered));
}

/** No two codes of a user have the same: what is sealed never comes out twice the same. */
const identityOf = ({ code, generatorId, createdAt }: PendingCode): string =>
  createHash("sha256")
    .update(code?.Crypted ?? `${generatorId}\n${createdAt}`)
    .digest("base64url");

const isSame = (one: PendingCode | undefined, other: PendingCode): boolean =>
  one !== undefined && identityOf(one) === identityOf(other);

/** @returns how often this code was entered wrong */
async function recordFailure(
  ctx: Ctx,
  userId: string,
  { pending: find, failed }: Purpose,
  pending: PendingCode,
): Promise<number> {
  if (failed === undefined) return pending.failures + 1;
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [
    // Another code meanwhile: what was compared is no longer what counts.
    isSame(find(requireHuman(user, "COMMAND-Vc9nf").human), pending) ? [failed] : [],
  ]);
  const after = row.state?.kind === "human" ? find(row.state.human) : undefined;
  return after?.failures ?? pending.failures + 1;
}

function requireSame(user: UserState | undefined, { pending: find }: Purpose, pending: PendingCode) {
  const human = requireHuman(user, "COMMAND-Vc8nf");
  const current = find(human.human);
  if (!isSame(current, pending) || (current?.failures ?? 0) >= maxFailures) throw expired("COMMAND-Vc8ex");
  return human;
}

/**
 * What wrong codes count against. The address counts for people who enter codes themselves: a login application enters
 * those of many from one address.
 */
export function codeBudgets(
  { instanceId, caller, ip }: Pick<Ctx, "instanceId" | "caller" | "ip">,
  userId: string,
): readonly Budget[] {
  const isTheirOwn = caller.kind === "anonymous" || caller.userId === userId;
  return [
    { instanceId, rule: limitRules.codePerUser, subject: userId },
    ...(isTheirOwn && ip !== "" ? [{ instanceId, rule: limitRules.codePerAddress, subject: ip }] : []),
  ];
}
