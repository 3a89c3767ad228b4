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
    u2f: webAuthN && !webAuthN.userVerified ? webAuthN.at : undefined,
    totp: factors.totpAt,
    otpSms: factors.otpSmsAt,
    otpEmail: factors.otpEmailAt,
    externalIdp: factors.intentAt,
  };
  return Object.fromEntries(
    Object.entries(times).flatMap(([check, at]) => (at === undefined ? [] : [[check, new Date(at)]])),
  );
}

/** The checks that are credentials, by their stored numbers. */
const methods: Partial<Record<keyof SessionChecks, AuthMethod>> = {
  totp: 1,
  u2f: 2,
  passkey: 3,
  password: 4,
  externalIdp: 5,
  otpSms: 6,
  otpEmail: 7,
};

/** How and when the user of a session logged in: the time is that of the newest check (domain E4). */
export function loginOf(session: SessionFacts): Login {
  const checks = Object.entries(session.checks).filter(([, at]) => at !== undefined);
  const newest = Math.max(...checks.map(([, at]) => at.getTime()));
  return {
    sessionId: session.id,
    userId: session.userId,
    authTime: new Date(newest).toISOString(),
    // Object.entries forgets what the keys are.
    authMethods: checks
      .map(([check]) => methods[check as keyof SessionChecks])
      .filter((method) => method !== undefined),
  };
}
