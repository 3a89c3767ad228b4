/** Policies as the flow sees them. */
import { requiresVerifiedEmail } from "#src/domains/credentialsettings/index.ts";
import { effectiveLoginPolicy, secondFactorTypes } from "#src/domains/loginpolicy/index.ts";
import { effectivePasswordAge } from "#src/domains/passwordage/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { FlowSettings, SecondFactor } from "../flow/index.ts";

const factorNames: Readonly<Record<number, SecondFactor>> = {
  [secondFactorTypes.totp]: "totp",
  [secondFactorTypes.u2f]: "u2f",
  [secondFactorTypes.otpEmail]: "otp_email",
  [secondFactorTypes.otpSms]: "otp_sms",
};

export async function flowSettings(ctx: Ctx, orgId: string): Promise<FlowSettings> {
  const [login, age, requireVerifiedEmail] = await Promise.all([
    effectiveLoginPolicy(ctx, orgId),
    effectivePasswordAge(ctx, orgId),
    requiresVerifiedEmail(ctx, orgId),
  ]);
  return {
    allowUsernamePassword: login.allowUsernamePassword,
    allowPasskeys: login.passwordlessType === 1,
    allowExternalIdp: login.allowExternalIdp,
    allowRegister: login.allowRegister,
    forceMfa: login.forceMfa,
    forceMfaLocalOnly: login.forceMfaLocalOnly,
    secondFactors: login.secondFactors.map((type) => factorNames[type]).filter((one) => one !== undefined),
    passwordCheckLifetime: login.passwordCheckLifetimeSeconds,
    externalLoginCheckLifetime: login.externalLoginCheckLifetimeSeconds,
    secondFactorCheckLifetime: login.secondFactorCheckLifetimeSeconds,
    multiFactorCheckLifetime: login.multiFactorCheckLifetimeSeconds,
    mfaInitSkipLifetime: login.mfaInitSkipLifetimeSeconds,
    passwordMaxAgeDays: age.maxAgeDays,
    requireVerifiedEmail,
  };
}
