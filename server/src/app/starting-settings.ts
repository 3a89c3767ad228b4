import type { NewInstance } from "#src/domains/setup/index.ts";
import type { Config } from "#src/platform/config/index.ts";

type Given = Config["defaultInstance"];
type Settings = NonNullable<NewInstance["settings"]>;

const rsaBits = { "2048": 1, "3072": 2, "4096": 3 } as const;
const rsaHashers = { sha256: 1, sha384: 2, sha512: 3 } as const;
const curves = { P256: 1, P384: 2, P512: 3 } as const;

/** What the configuration says about the settings of a new instance, in the names of the settings themselves. */
export function startingSettings(given: Given): Settings {
  const { loginPolicy: login, lockoutPolicy, oidcSettings: oidc } = given;
  return {
    generators: generators(given.secretGenerators),
    passwordComplexity: given.passwordComplexityPolicy,
    passwordAge: given.passwordAgePolicy,
    domainPolicy: given.domainPolicy,
    loginPolicy: {
      ...login,
      passwordCheckLifetimeSeconds: login.passwordCheckLifetime,
      externalLoginCheckLifetimeSeconds: login.externalLoginCheckLifetime,
      mfaInitSkipLifetimeSeconds: login.mfaInitSkipLifetime,
      secondFactorCheckLifetimeSeconds: login.secondFactorCheckLifetime,
      multiFactorCheckLifetimeSeconds: login.multiFactorCheckLifetime,
    },
    privacyPolicy: given.privacyPolicy,
    notificationPolicy: given.notificationPolicy,
    lockout: { ...lockoutPolicy, showFailures: lockoutPolicy.shouldShowLockoutFailure },
    branding: { ...given.labelPolicy, themeMode: themeMode(given.labelPolicy.themeMode) },
    oidcSettings: {
      accessTokenLifetimeSeconds: oidc.accessTokenLifetime,
      idTokenLifetimeSeconds: oidc.idTokenLifetime,
      refreshTokenIdleExpirationSeconds: oidc.refreshTokenIdleExpiration,
      refreshTokenExpirationSeconds: oidc.refreshTokenExpiration,
    },
    webKey: webKey(given.webKeys),
  };
}

function generators(given: Given["secretGenerators"]): NonNullable<Settings["generators"]> {
  const generator = ({ expiry, ...rest }: Given["secretGenerators"]["otpSms"]) => ({
    ...rest,
    expirySeconds: expiry,
  });
  return {
    init: generator(given.initializeUserCode),
    verify_email: generator(given.emailVerificationCode),
    verify_phone: generator(given.phoneVerificationCode),
    verify_domain: generator(given.domainVerification),
    password_reset: generator(given.passwordVerificationCode),
    passwordless_init: generator(given.passwordlessInitCode),
    app_secret: generator(given.clientSecret),
    otp_sms: generator(given.otpSms),
    otp_email: generator(given.otpEmail),
    invite: generator(given.inviteCode),
  };
}

/** The configuration counts as the contract does (0 and 1 are the device's choice), the setting from 0. */
const themeMode = (given: number | undefined): number | undefined =>
  given === undefined ? undefined : Math.max(0, given - 1);

function webKey({ type, config }: Given["webKeys"]): Settings["webKey"] {
  if (type === "ed25519") return { type };
  if (type === "ecdsa") return { type, curve: curves[config.curve ?? "P256"] };
  if (type === undefined && config.bits === undefined && config.hasher === undefined) return undefined;
  return {
    type: "rsa",
    bits: rsaBits[config.bits ?? "2048"],
    hasher: rsaHashers[config.hasher ?? "sha256"],
  };
}
