import { effectiveLoginPolicy, secondFactorTypes } from "#src/domains/loginpolicy/index.ts";
import type { SessionFactors } from "#src/domains/session/index.ts";
import type { HumanState, UserState } from "#src/domains/user/index.ts";
import { usableAuthenticators } from "#src/domains/webauthn/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { denied } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/**
 * The token of a session is its user's in our APIs only once the session proves as much as a login of theirs takes
 * (ADR 012): who has a second factor that the policy knows proves one, beside the password where they have one, or
 * a passkey that verified them. Otherwise whoever has the password alone could take the second factor away.
 * @throws permission_denied AUTHZ-Kl3p0
 */
export async function requireSecondFactor(
  ctx: Ctx,
  user: Row<UserState>,
  factors: SessionFactors,
): Promise<void> {
  if (user.state.kind !== "human" || isProven(factors, user.state.human)) return;
  const { secondFactors } = await effectiveLoginPolicy(ctx, user.owner);
  if (await hasOneOf(ctx, user.aggregateId, user.state.human, secondFactors))
    throw denied("AUTHZ-Kl3p0", "Errors.Session.MFARequired");
}

/** Whether it is enough for whoever has second factors. Pure. */
export function isProven(factors: SessionFactors, { password }: Pick<HumanState, "password">): boolean {
  const { passwordAt, intentAt, webAuthN, totpAt, otpSmsAt, otpEmailAt, recoveryCodeAt } = factors;
  if (webAuthN?.userVerified) return true;
  const first = [passwordAt, intentAt].filter(Boolean).length;
  const second = [webAuthN?.at, totpAt, otpSmsAt, otpEmailAt, recoveryCodeAt].filter(Boolean).length;
  return second > 0 && (first + second > 1 || password === undefined);
}

/** Security keys are asked for last, as they have rows of their own. */
async function hasOneOf(
  ctx: Ctx,
  userId: string,
  { factors }: HumanState,
  types: readonly number[],
): Promise<boolean> {
  const has = (type: number, isReady: boolean): boolean => isReady && types.includes(type);
  return (
    has(secondFactorTypes.totp, factors?.totp?.ready === true) ||
    has(secondFactorTypes.otpSms, factors?.otpSms !== undefined) ||
    has(secondFactorTypes.otpEmail, factors?.otpEmail !== undefined) ||
    (types.includes(secondFactorTypes.u2f) &&
      (await usableAuthenticators(ctx, userId)).some(({ kind }) => kind === "u2f"))
  );
}
