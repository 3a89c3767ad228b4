/** Addresses of the pages, and how they are put together. */

export const base = "/ui/v2/login";

export const paths = {
  entry: `${base}/login`,
  loginName: `${base}/loginname`,
  accounts: `${base}/accounts`,
  password: `${base}/password`,
  passwordReset: `${base}/password/reset`,
  passwordSet: `${base}/password/set`,
  passwordChange: `${base}/password/change`,
  verify: `${base}/verify`,
  verified: `${base}/verify/success`,
  authenticatorSet: `${base}/authenticator/set`,
  usernameChange: `${base}/username/change`,
  passkey: `${base}/passkey`,
  passkeySet: `${base}/passkey/set`,
  passkeyPrompt: `${base}/passkey/prompt`,
  mfa: `${base}/mfa`,
  mfaSet: `${base}/mfa/set`,
  otpTime: `${base}/otp/time-based`,
  otpTimeSet: `${base}/otp/time-based/set`,
  otpSms: `${base}/otp/sms`,
  otpSmsSet: `${base}/otp/sms/set`,
  otpEmail: `${base}/otp/email`,
  otpEmailSet: `${base}/otp/email/set`,
  u2f: `${base}/u2f`,
  u2fSet: `${base}/u2f/set`,
  recoveryCode: `${base}/recovery-code`,
  recoveryCodes: `${base}/recovery-codes`,
  success: `${base}/signedin`,
  logout: `${base}/logout`,
  loggedOut: `${base}/logout/done`,
  /** By the name that other logins give it. */
  logoutSuccess: `${base}/logout/success`,
  register: `${base}/register`,
  registerPassword: `${base}/register/password`,
  registeredByMail: `${base}/register/sent`,
  registerOrg: `${base}/register/org`,
  device: `${base}/device`,
  deviceConsent: `${base}/device/consent`,
  deviceDone: `${base}/device/done`,
  preview: `${base}/preview`,
  cancel: `${base}/cancel`,
  ended: `${base}/ended`,
  assets: `${base}/assets`,
} as const;

type Query = Readonly<Record<string, string | undefined>>;

/** `path?name=value…` without the values that are missing. */
export function link(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(name, value);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

/** A link from settings; undefined unless it leads to a web page, a mailbox or a phone. */
export function safeHref(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\]))/i.test(text) ? text : undefined;
}

/** A link from settings, for the page's language: it may carry `{{.Lang}}`. */
export const linkIn = (language: string, link: string | undefined): string | undefined =>
  safeHref(link?.replaceAll("{{.Lang}}", language));
