/** Sessions as the flow sees them, and what they prove to an application. */
import type { AuthMethod, Login } from "#src/domains/authrequest/index.ts";
import type { SessionFactors, SessionState } from "#src/domains/session/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { SessionChecks, SessionFacts } from "../flow/index.ts";

/** Undefined as long as the session has no user. */
export function sessionFacts({ aggregateId, state }: Row<SessionState>): SessionFacts | undefined {
  const { user } = state.factors;
  return (
    user && {
      id: aggregateId,
      userId: user.id,
      userOrgId: user.orgId,
      terminated: state.status === "terminated",
      checks: checksOf(state.factors),
      ...(state.expiresAt === undefined ? {} : { expiresAt: new Date(state.expiresAt) }),
    }
  );
}

export function checksOf(factors: SessionFactors): SessionChecks {
  const { webAuthN } = factors;
  const times: { readonly [C in keyof SessionChecks]: string | undefined } = {
    password: factors.passwordAt,
    passkey: webAuthN?.userVerified ? webAuthN.at : undefined,
    // Some security keys verify their user without being asked to, and are second factors all the same.
    u2f: webAuthN?.at,
    totp: factors.totpAt,
    otpSms: factors.otpSmsAt,
    otpEmail: factors.otpEmailAt,
    recoveryCode: factors.recoveryCodeAt,
    externalIdp: factors.intentAt,
  };
  return Object.fromEntries(
    Object.entries(times).flatMap(([check, at]) => (at === undefined ? [] : [[check, new Date(at)]])),
  );
}

/** The checks that are credentials, by their stored numbers. */
const methods = {
  totp: 1,
  u2f: 2,
  passkey: 3,
  password: 4,
  externalIdp: 5,
  otpSms: 6,
  otpEmail: 7,
  recoveryCode: 10,
} as const satisfies Partial<Record<keyof SessionChecks, AuthMethod>>;

/** How and when the user of a session logged in: the time is that of the newest check (domain E4). */
export function loginOf({ id, userId, checks }: SessionFacts): Login {
  // Object.keys forgets what the keys are.
  const checked = (Object.keys(methods) as (keyof typeof methods)[]).filter((name) => checks[name]);
  // One answer of one authenticator is one method.
  const names = checked.filter((name) => name !== "u2f" || checks.passkey === undefined);
  const newest = Math.max(...names.map((name) => checks[name]?.getTime() ?? 0));
  return {
    sessionId: id,
    userId,
    authTime: new Date(newest).toISOString(),
    authMethods: names.map((name) => methods[name]),
  };
}
