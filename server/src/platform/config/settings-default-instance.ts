import { anyText, flagValue, integer, listOf, oneOf, pattern, seconds, text } from "./kinds.ts";
import { quotas } from "./quotas.ts";
import { optional } from "./setting.ts";

const traits = (about: string) => ({ about, zitadel: "by path" }) as const;
const yes = (about: string) => optional(flagValue, traits(about));
const count = (min: number, max: number, about: string) => optional(integer(min, max), traits(about));
const time = (about: string) => optional(seconds, traits(about));
const words = (about: string) => optional(anyText(), traits(about));
const color = (about: string) =>
  optional(pattern(/^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/, "a color such as #5469d4"), traits(about));

const generator = (what: string) => ({
  length: count(4, 200, `Length of ${what}.`),
  expiry: time(`How long ${what} is valid; 0 for ever.`),
  includeLowerLetters: yes(`${what}: a–z.`),
  includeUpperLetters: yes(`${what}: A–Z.`),
  includeDigits: yes(`${what}: 0–9.`),
  includeSymbols: yes(`${what}: symbols.`),
});

const loginPolicy = {
  allowUsernamePassword: yes("Login with a password."),
  allowRegister: yes("People may register themselves."),
  allowExternalIdp: yes("Login with external identity providers."),
  forceMfa: yes("Everybody needs a second factor."),
  forceMfaLocalOnly: yes("Everybody who logs in here, not at a provider, needs a second factor."),
  hidePasswordReset: yes("No link to reset the password."),
  ignoreUnknownUsernames: yes("The login does not tell whether a user exists."),
  allowDomainDiscovery: yes("The domain of a login name leads to its organization."),
  disableLoginWithEmail: yes("Email addresses are no login names."),
  disableLoginWithPhone: yes("Phone numbers are no login names."),
  passwordlessType: count(0, 1, "1: passkeys are allowed, 0: they are not."),
  defaultRedirectUri: words("Where a login without an application ends."),
  passwordCheckLifetime: time("How long a password check counts."),
  externalLoginCheckLifetime: time("How long a login at a provider counts."),
  mfaInitSkipLifetime: time("How long a skipped set-up is not offered again; 0 never offers it."),
  secondFactorCheckLifetime: time("How long a second factor counts."),
  multiFactorCheckLifetime: time("How long a passkey counts."),
};

const labelPolicy = {
  primaryColor: color("Primary color."),
  backgroundColor: color("Background color."),
  warnColor: color("Color of warnings."),
  fontColor: color("Color of text."),
  primaryColorDark: color("Primary color, dark."),
  backgroundColorDark: color("Background color, dark."),
  warnColorDark: color("Color of warnings, dark."),
  fontColorDark: color("Color of text, dark."),
  hideLoginNameSuffix: yes("Login names are shown without the organization's domain."),
  errorMsgPopup: yes("Errors of the login appear in a window."),
  disableWatermark: yes("No product name on the login."),
  themeMode: count(0, 3, "0 and 1: as the device wants, 2: light, 3: dark."),
};

/** Policies and settings of new instances, where they differ from the built-in ones. */
export const defaultInstance = {
  secretGenerators: {
    initializeUserCode: generator("the code that initializes a user"),
    emailVerificationCode: generator("the code that verifies an email address"),
    phoneVerificationCode: generator("the code that verifies a phone number"),
    passwordVerificationCode: generator("the code that resets a password"),
    passwordlessInitCode: generator("the code that registers a passkey"),
    domainVerification: generator("the proof of a domain"),
    clientSecret: generator("client secrets"),
    otpSms: generator("one-time codes by SMS"),
    otpEmail: generator("one-time codes by email"),
    inviteCode: generator("the code of an invitation"),
    signingKey: generator("signing keys of targets"),
  },
  passwordComplexityPolicy: {
    minLength: count(1, 72, "Shortest password."),
    hasLowercase: yes("Passwords need a lower case letter."),
    hasUppercase: yes("Passwords need an upper case letter."),
    hasNumber: yes("Passwords need a digit."),
    hasSymbol: yes("Passwords need a symbol."),
  },
  passwordAgePolicy: {
    maxAgeDays: count(0, 36_500, "Days until a password expires; 0 never."),
    expireWarnDays: count(0, 36_500, "Days before that a warning is shown."),
  },
  domainPolicy: {
    userLoginMustBeDomain: yes("Login names carry the organization's domain."),
    validateOrgDomains: yes("Domains of organizations must be proven."),
    smtpSenderAddressMatchesInstanceDomain: yes("The sender of mails must be of an instance domain."),
  },
  loginPolicy,
  privacyPolicy: {
    tosLink: words("Terms of service."),
    privacyLink: words("Privacy policy."),
    helpLink: words("Help."),
    supportEmail: words("Support address."),
    docsLink: words("Documentation."),
    customLink: words("A link of your own."),
    customLinkText: words("Its text."),
  },
  notificationPolicy: { passwordChange: yes("A mail tells about changed passwords.") },
  labelPolicy,
  lockoutPolicy: {
    maxPasswordAttempts: count(0, 1000, "Wrong passwords until the user is locked; 0 never."),
    maxOtpAttempts: count(0, 1000, "Wrong one-time codes until the user is locked; 0 never."),
    shouldShowLockoutFailure: yes("The login says that the user is locked."),
  },
  oidcSettings: {
    accessTokenLifetime: time("How long access tokens are valid."),
    idTokenLifetime: time("How long id tokens are valid."),
    refreshTokenIdleExpiration: time("How long an unused refresh token is valid."),
    refreshTokenExpiration: time("How long refresh tokens are valid at most."),
  },
  smtpConfiguration: {
    smtp: {
      host: optional(text(500), traits("Mail server as host:port.")),
      user: words("User at the mail server."),
      password: optional(anyText(), { ...traits("Password at the mail server."), secret: true }),
    },
    tls: yes("Encrypted from the first byte on."),
    from: optional(text(200), traits("Sender's address.")),
    fromName: words("Sender's name."),
    replyToAddress: words("Where answers go."),
  },
  restrictions: {
    disallowPublicOrgRegistration: yes("People may not register organizations."),
    allowedLanguages: optional(listOf(text(10)), traits("Languages that may be chosen; empty for all.")),
  },
  limits: { auditLogRetention: time("How far back the history is shown; 0 for all.") },
  quotas: { items: optional(quotas, traits("Quotas, one of a unit.")) },
  features: {
    loginDefaultOrg: yes("The login uses the default organization where none is asked for."),
    enableBackChannelLogout: yes("Applications are told about logouts, as always here."),
    tokenExchange: yes("Token exchange (RFC 8693)."),
    userSchema: yes("User schemas; kept for clients that read it."),
    oidcSingleV1SessionTermination: yes("A logout ends one session only, as it always does here."),
    debugOidcParentError: yes("OIDC errors show their cause, as they always do here."),
    disableUserTokenEvent: yes("No event of the user per access token, as always here."),
    permissionCheckV2: yes("Permissions are checked in the database, as always here."),
    consoleUseV2UserApi: yes("The console uses version 2 of the user API; all versions do the same here."),
    loginV2: {
      required: yes("All applications use version 2 of the login."),
      baseUri: words("Where a login UI of your own is: absolute, or a path below the issuer."),
    },
  },
  webKeys: {
    type: optional(oneOf("rsa", "ecdsa", "ed25519"), traits("Sort of signing keys.")),
    config: {
      bits: optional(oneOf("2048", "3072", "4096"), traits("Size of RSA keys.")),
      hasher: optional(oneOf("sha256", "sha384", "sha512"), traits("Hash of RSA signatures.")),
      curve: optional(oneOf("P256", "P384", "P512"), traits("Curve of ECDSA keys.")),
    },
  },
};

const withoutEffect: readonly string[] = [
  "defaultInstance.secretGenerators.signingKey",
  "defaultInstance.features.tokenExchange",
];

/** Whether a setting is read so that deployments of the original start, but changes nothing here yet. */
export const hasNoEffect = (path: string): boolean =>
  withoutEffect.some((part) => path === part || path.startsWith(`${part}.`));
