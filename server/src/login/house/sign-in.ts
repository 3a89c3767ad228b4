/** Signing in with a password: a right one opens a session for the browser, or renews the user's present one. */
import { createSession, type SessionState, updateSession } from "#src/domains/session/index.ts";
import {
  epochOf,
  isUsable,
  type PasswordOutcome,
  recordPassword,
  type UserState,
} from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { enforce } from "../flow/index.ts";
import type { Visit } from "../visit.ts";
import { gatherFacts } from "./facts.ts";
import { comparePassword } from "./password.ts";
import { userView } from "./user.ts";
import { type KnownVisit, readVisit } from "./visit.ts";

export type PasswordCheck =
  | { readonly status: "ok"; readonly sessionId: string }
  | { readonly status: "wrong" }
  /** Wrong once too often, now or before; only when the lockout policy says that it may be told. */
  | { readonly status: "locked" }
  | { readonly status: "unknown_user" };

/** Sessions that the pages make are theirs, whoever the user is. */
export const asLogin = (ctx: Ctx): Ctx => ({ ...ctx, creator: "LOGIN" });

/**
 * Checks the password and, when right, opens a session for the browser or renews the user's present one.
 * An unknown user costs the same time and the same limits as a wrong password.
 * @param read what this request knows of the visit already
 * @throws the refusal of the flow when the password is right but the account may not be used; resource_exhausted
 */
export async function signIn(
  ctx: Ctx,
  visit: Visit,
  password: string,
  read?: KnownVisit,
): Promise<PasswordCheck> {
  const known = read ?? (await readVisit(ctx, visit));
  const { user, session, browserSessions } = known;
  const byName = session === undefined || user === undefined;
  const name = byName ? (visit.loginName ?? "") : (await userView(ctx, user)).loginName;
  const outcome = await comparePassword(asLogin(ctx), { user, name }, password, async (proven, recorded) => {
    await requireUsable(ctx, known, proven, recorded);
    const present = browserSessions.find((one) => isAlive(one, proven.aggregateId, ctx.now));
    const sessionId = present
      ? await renew(ctx, present, proven, recorded)
      : await openSession(ctx, visit, proven.aggregateId, epochOf(proven.state), recorded);
    return { sessionId };
  });
  return typeof outcome === "string" ? { status: outcome } : { status: "ok", ...outcome };
}

/** That the password was right is recorded all the same. @throws the refusal of the flow */
async function requireUsable(
  ctx: Ctx,
  known: KnownVisit,
  user: Row<UserState>,
  recorded: PasswordOutcome,
): Promise<void> {
  if (await isUsable(ctx, user)) return;
  const refusal = enforce({ ...(await gatherFacts(ctx, known)), now: ctx.now });
  if (refusal === undefined) return;
  await recordPassword(asLogin(ctx), user.aggregateId, recorded);
  throw refusal;
}

/** Whether it is a session of that user that has not expired. */
export function isAlive({ state }: Row<SessionState>, userId: string, now: Date): boolean {
  const { factors, expiresAt } = state;
  return factors.user?.id === userId && (expiresAt === undefined || new Date(expiresAt) > now);
}

/**
 * @param user as they were before their password was compared, a moment ago
 * @param passwordOutcome where that is not recorded yet
 */
export async function renew(
  ctx: Ctx,
  session: Row<SessionState>,
  user: Row<UserState>,
  passwordOutcome?: PasswordOutcome,
): Promise<string> {
  const checks = { passwordProven: epochOf(user.state) };
  await updateSession(asLogin(ctx), session, { checks, passwordOutcome });
  return session.aggregateId;
}

/** Longer than any browser's; what comes beyond it says nothing about the browser. */
const maxDescription = 500;

/**
 * For a user whose password was proven, or set by themselves, a moment ago.
 * @param epoch the user's before that
 * @param passwordOutcome where a comparison is not recorded yet
 */
export async function openSession(
  ctx: Ctx,
  visit: Visit,
  userId: string,
  epoch: number,
  passwordOutcome?: PasswordOutcome,
): Promise<string> {
  const { row } = await createSession(asLogin(ctx), {
    checks: { user: { userId }, passwordProven: epoch },
    userAgent: userAgentOf(ctx, visit),
    passwordOutcome,
  });
  return row.aggregateId;
}

/** The browser, as its sessions have it. */
export const userAgentOf = ({ ip, userAgent }: Ctx, { browserId }: Visit) => ({
  fingerprint_id: browserId,
  ip,
  description: userAgent.slice(0, maxDescription),
});
