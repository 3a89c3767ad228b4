import { effectiveLockout } from "#src/domains/lockout/index.ts";
import { effectivePasswordAge } from "#src/domains/passwordage/index.ts";
import { type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { denied, Failure, invalid, precondition } from "#src/platform/failure/index.ts";
import { type Budget, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { passwordChangeMessage } from "./codes/messages.ts";
import { enterPasswordCode } from "./codes/password-reset.ts";
import { requireHuman, setPasswordHash } from "./decisions.ts";
import type { UserEvent } from "./events.ts";
import { loginNamesOf } from "./login-names.ts";
import { passwordToCheck, recordPasswordCheck } from "./password-decisions.ts";
import { checkNewPassword } from "./password-rules.ts";
import { requireUser } from "./queries.ts";
import { User, type UserState } from "./state.ts";

/**
 * Compares a password and records the outcome: failures count towards the lockout, a success resets them. Within the limit
 * of wrong passwords for the user's preferred login name, which the login pages share: whatever the lockout allows, nobody
 * guesses on and on.
 * @throws resource_exhausted LIMIT-f4Sl7; invalid_argument COMMAND-3M0fs with the number of failures when it is wrong;
 *         failed_precondition when the user is locked or has no password
 */
export async function checkPassword(ctx: Ctx, userId: string, plain: string): Promise<Written<UserState>> {
  const user = await ctx.store.get(User, ctx.instanceId, userId);
  const name = user === undefined ? userId : (await loginNamesOf(ctx, user)).preferred;
  const budget = passwordBudget(ctx, name);
  const { ok, after } = await ctx.limits.guard([budget], async () => {
    const { ok, outcome } = await compare(ctx, user, plain);
    return { ok, after: await recordPassword(ctx, userId, outcome) };
  });
  if (!ok) throw wrongPassword(after.state);
  return after;
}

/** What a comparison leaves in the user's history; it is decided as of the commit. */
export type PasswordOutcome = (user: UserState | undefined) => readonly UserEvent[];

/** Records a comparison alone. */
export async function recordPassword(
  ctx: Ctx,
  userId: string,
  outcome: PasswordOutcome,
): Promise<Written<UserState>> {
  const [after] = await ctx.store.execute(ctx, [ref(User, userId)], ([current]) => [outcome(current)]);
  return after;
}

/**
 * As `checkPassword`, for callers that keep the limits themselves, as the login pages do, which count names that nobody
 * has as well. A right password is not recorded yet.
 * @returns what is to be recorded of it, with what it proves
 */
export async function tryPassword(ctx: Ctx, user: Row<UserState>, plain: string): Promise<PasswordOutcome> {
  const { ok, outcome } = await compare(ctx, user, plain);
  if (ok) return outcome;
  throw wrongPassword((await recordPassword(ctx, user.aggregateId, outcome)).state);
}

/** What wrong passwords for a name count against, in the form in which names are looked up. */
export const passwordBudget = ({ instanceId }: Ctx, name: string): Budget => ({
  instanceId,
  rule: limitRules.passwordPerName,
  subject: name.trim().toLowerCase(),
});

async function compare(
  ctx: Ctx,
  user: Row<UserState> | undefined,
  plain: string,
): Promise<{ readonly ok: boolean; readonly outcome: PasswordOutcome }> {
  const { hash } = passwordToCheck(user?.state);
  const { ok, upgrade } = await ctx.secrets.verifyPassword(hash, plain);
  const { maxPasswordAttempts } = await effectiveLockout(ctx, user?.owner ?? "");
  const info = { userAgent: ctx.userAgent, remoteIP: ctx.ip };
  return { ok, outcome: recordPasswordCheck({ ok, against: hash, upgrade }, info, maxPasswordAttempts) };
}

function wrongPassword(user: UserState | undefined): Failure {
  const failedAttempts = user?.kind === "human" ? user.human.passwordFailures : 1;
  return invalid("COMMAND-3M0fs", "Errors.User.Password.Invalid", { field: "password", failedAttempts });
}

/** A password that may be set, ready to be recorded together with other changes. */
export interface NewPassword {
  readonly hash: string;
  readonly changeRequired: boolean;
  /** The person's session in which they change it, knowing the one before: it goes on, all others end. */
  readonly madeIn?: string | undefined;
  /** Spends the code that it is set by. @throws when that is no longer good */
  readonly spend?: (user: UserState | undefined) => unknown;
}

async function record(
  ctx: Ctx,
  userId: string,
  { hash, changeRequired, madeIn, spend }: NewPassword,
): Promise<Written<UserState>> {
  const { owner } = await requireUser(ctx, userId);
  const message = await passwordChangeMessage(ctx, userId, owner);
  const [user] = await ctx.store.execute(
    ctx,
    [ref(User, userId)],
    ([before]) => {
      spend?.(before);
      return [setPasswordHash(hash, changeRequired, madeIn)(before)];
    },
    { jobs: ([before]) => message(before) },
  );
  return user;
}

/**
 * Makes a password ready that meets the rules, by permission or proof that the caller has checked.
 * @param chosen by the person themselves; those who act as themselves always do
 */
export async function preparePassword(
  ctx: Ctx,
  userId: string,
  plain: string,
  changeRequired: boolean,
  chosen = ctx.creator === userId,
): Promise<NewPassword> {
  const { owner } = await requireUser(ctx, userId);
  await checkNewPassword(ctx, { orgId: owner, userId, plain, chosen });
  return { hash: await ctx.secrets.hashPassword(plain), changeRequired };
}

/** The same for a hash that was made elsewhere. @throws invalid_argument for a family we cannot verify */
export function importedPassword(ctx: Ctx, encodedHash: string, changeRequired: boolean): NewPassword {
  if (!ctx.secrets.isKnownHash(encodedHash))
    throw invalid("USER-JDk4s", "Errors.User.Password.NotSupported", { field: "hash" });
  return { hash: encodedHash, changeRequired };
}

/** The same by the code that was sent for it, which is spent together with the change. @throws what `enterCode` throws */
export async function preparePasswordByCode(
  ctx: Ctx,
  userId: string,
  typed: string,
  plain: string,
  changeRequired: boolean,
): Promise<NewPassword> {
  const { spend } = await enterPasswordCode(ctx, userId, typed);
  return { ...(await preparePassword(ctx, userId, plain, changeRequired, true)), spend };
}

/** The same for one's own password, which takes the current one. @throws failed_precondition COMMAND-Aesh5 when both are the same */
export async function prepareOwnPassword(
  ctx: Ctx,
  userId: string,
  current: string,
  next: string,
  changeRequired: boolean,
): Promise<NewPassword> {
  const user = await requireUser(ctx, userId);
  await checkPassword(ctx, userId, current);
  if (current === next) throw precondition("COMMAND-Aesh5", "Errors.User.Password.NotChanged");
  const password = await preparePassword(ctx, userId, next, changeRequired, true);
  const spend = unlessReplaced(user.state);
  return { ...password, spend, ...(ctx.caller.userId === userId ? { madeIn: ctx.caller.sessionId } : {}) };
}

/** What was proven by one password changes no other: somebody may have set another one meanwhile. */
function unlessReplaced(proven: UserState): (now: UserState | undefined) => void {
  const { changedAt } = passwordToCheck(proven);
  return (now) => {
    if (passwordToCheck(now).changedAt !== changedAt)
      throw new Failure("aborted", "USER-Pw6ch", "Errors.Conflict");
  };
}

/** How long a password counts as proven just now, in milliseconds: time enough to think of another one. */
const justNowMs = 15 * 60_000;

/**
 * The same for one's own password without the current one: in the session in which it was just proven, and only when it
 * has to be changed. Logins that check the password first ask for the new one alone.
 * @throws permission_denied COMMAND-Sp0wn in any other case, failed_precondition COMMAND-Aesh5 when both are the same
 */
export async function prepareDuePassword(
  ctx: Ctx,
  userId: string,
  next: string,
  changeRequired: boolean,
): Promise<NewPassword> {
  const user = await requireUser(ctx, userId);
  const { passwordAt, sessionId } = ctx.caller;
  const isProven = passwordAt !== undefined && isProvenAt(ctx, user.state, Date.parse(passwordAt));
  if (!isProven || !(await isDue(ctx, user)))
    throw denied("COMMAND-Sp0wn", "Errors.User.Password.CurrentRequired");
  const { hash } = passwordToCheck(user.state);
  if ((await ctx.secrets.verifyPassword(hash, next)).ok)
    throw precondition("COMMAND-Aesh5", "Errors.User.Password.NotChanged");
  const password = await preparePassword(ctx, userId, next, changeRequired, true);
  return { ...password, madeIn: sessionId, spend: unlessReplaced(user.state) };
}

/** Not one that another has taken the place of since: the session proved that, and not this one. */
function isProvenAt({ now }: Ctx, user: UserState, provenMs: number): boolean {
  const password = user.kind === "human" ? user.human.password : undefined;
  const isThis = password !== undefined && Date.parse(password.changedAt) <= provenMs;
  return isThis && now.getTime() - provenMs < justNowMs;
}

const dayMs = 86_400_000;

async function isDue(ctx: Ctx, { owner, state }: Row<UserState>): Promise<boolean> {
  const password = state.kind === "human" ? state.human.password : undefined;
  if (password === undefined || password.changeRequired) return password !== undefined;
  const { maxAgeDays } = await effectivePasswordAge(ctx, owner);
  return maxAgeDays > 0 && ctx.now.getTime() - Date.parse(password.changedAt) > maxAgeDays * dayMs;
}

/**
 * Sets a password by permission or proof that the caller has checked.
 * @param madeIn the person's session when they do it themselves, knowing the one before
 */
export const setPassword = async (
  ctx: Ctx,
  userId: string,
  plain: string,
  changeRequired: boolean,
  madeIn?: string,
): Promise<Written<UserState>> =>
  record(ctx, userId, { ...(await preparePassword(ctx, userId, plain, changeRequired)), madeIn });

/** Changes one's own password, as `prepareOwnPassword` has it. */
export const changeOwnPassword = async (
  ctx: Ctx,
  userId: string,
  current: string,
  next: string,
): Promise<Written<UserState>> =>
  record(ctx, userId, await prepareOwnPassword(ctx, userId, current, next, false));

/**
 * Sets a password that somebody chooses, by the code that was sent for it. A wrong code is told before the rules are
 * looked at; a right one is spent only together with a password that meets them.
 * @throws what `enterCode` and `checkNewPassword` throw
 */
export const setPasswordByCode = async (
  ctx: Ctx,
  userId: string,
  typed: string,
  plain: string,
): Promise<Written<UserState>> =>
  record(ctx, userId, await preparePasswordByCode(ctx, userId, typed, plain, false));

/**
 * Sets the first password of somebody who has proven a moment ago that the account is theirs.
 * @throws failed_precondition USER-Fp1wd for who has one; what `checkNewPassword` throws
 */
export async function setFirstPassword(ctx: Ctx, userId: string, plain: string): Promise<Written<UserState>> {
  requireNoPassword((await requireUser(ctx, userId)).state);
  const password = await preparePassword(ctx, userId, plain, false, true);
  return record(ctx, userId, { ...password, spend: requireNoPassword });
}

function requireNoPassword(user: UserState | undefined): void {
  if (requireHuman(user, "USER-Fp1nf").human.password)
    throw precondition("USER-Fp1wd", "Errors.User.AlreadyInitialised");
}
