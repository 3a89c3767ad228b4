import { epochOf, isCredentialLost, isLoginOver, lossesOf, type UserState } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { epochOfLogin, isProven, type SessionFactors, type SessionState } from "./state.ts";

/** When what was proven by a factor that counts losses. */
const counted = {
  totp: "totpAt",
  otpSms: "otpSmsAt",
  otpEmail: "otpEmailAt",
  recoveryCode: "recoveryCodeAt",
} as const;

/**
 * A session as it counts at this moment: ended, when something that happened to its user since has ended it; without
 * the proofs by factors that were lost since. What a session is good for is asked of this, never of the row alone. One
 * in which nothing was proven yet goes on while its user may log in: whoever proves themselves in it begins a login of
 * now, by what is asked from now on.
 * @param user the session's as they are now; undefined when they are gone
 */
export function asItStands(
  session: SessionState,
  sessionId: string,
  user: UserState | undefined,
): SessionState {
  const { factors, status } = session;
  if (status !== "active" || factors.user === undefined) return session;
  const ended: SessionState = { ...session, status: "terminated", challenges: {} };
  if (user === undefined || isLoginOver(user, sessionId, epochOfLogin(factors))) return ended;
  const epoch = epochOf(user);
  if (!isProven(factors) && (factors.user.epoch ?? 0) < epoch) {
    if (user.status === "locked" || user.status === "inactive") return ended;
    return { ...session, factors: { ...factors, user: { ...factors.user, epoch } }, challenges: {} };
  }
  const standing = factorsThatStand(factors, user);
  return standing === factors ? session : { ...session, factors: standing };
}

function factorsThatStand(factors: SessionFactors, user: UserState): SessionFactors {
  const credentialId = factors.webAuthN?.credentialId;
  let standing = factors;
  if (credentialId !== undefined && isCredentialLost(user, credentialId)) {
    const { webAuthN: _lost, ...rest } = standing;
    standing = rest;
  }
  for (const factor of ["totp", "otpSms", "otpEmail", "recoveryCode"] as const) {
    if ((factors.losses?.[factor] ?? 0) >= lossesOf(user, factor)) continue;
    const { [counted[factor]]: _lost, ...rest } = standing;
    standing = rest;
  }
  return standing;
}

/**
 * Whether a session is no login any more: ended, expired or gone, by whatever happened to its user, or with nothing
 * left that proves them.
 * @param user the session's as they are now; undefined when they are gone
 */
export function isOver(
  session: Row<SessionState> | undefined,
  user: UserState | undefined,
  now: Date,
): boolean {
  if (session === undefined) return true;
  const { status, factors, expiresAt } = asItStands(session.state, session.aggregateId, user);
  return (
    status !== "active" || !isProven(factors) || (expiresAt !== undefined && expiresAt <= now.toISOString())
  );
}

/** What an authentication method, by its stored number, rests on in the session. */
const provenBy: Readonly<Record<number, keyof SessionFactors>> = {
  1: "totpAt",
  2: "webAuthN",
  3: "webAuthN",
  4: "passwordAt",
  5: "intentAt",
  6: "otpSmsAt",
  7: "otpEmailAt",
  10: "recoveryCodeAt",
};

/**
 * Which of the methods that a token was given for its session still vouches for.
 * @returns undefined when the session is over, or nothing is left
 */
export function methodsThatStand(
  methods: readonly number[],
  session: SessionState,
  sessionId: string,
  user: UserState | undefined,
): readonly number[] | undefined {
  const now = asItStands(session, sessionId, user);
  if (now.status !== "active") return undefined;
  const left = methods.filter((method) => {
    const factor = provenBy[method];
    return factor === undefined || session.factors[factor] === undefined || now.factors[factor] !== undefined;
  });
  return left.length === 0 && methods.length > 0 ? undefined : left;
}
