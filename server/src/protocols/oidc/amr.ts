/** By the numbers of `AuthMethod`: 1 TOTP, 2 U2F, 3 passkey, 4 password, 5 IdP, 6 OTP SMS, 7 OTP email, 10 recovery code. */
const names: Readonly<Record<number, string>> = {
  1: "otp",
  2: "user",
  3: "user",
  4: "pwd",
  6: "otp",
  7: "otp",
  10: "otp",
};
const passkey = 3;
const idp = 5;

/**
 * Authentication method references (RFC 8176) of what a login was proven with. An identity provider has no name
 * there, and counts for `mfa` all the same; a passkey is two factors in one.
 */
export function amrOf(methods: readonly number[]): readonly string[] {
  const known = methods.filter((method) => method === idp || names[method] !== undefined);
  const factors = known.reduce((sum, method) => sum + (method === passkey ? 2 : 1), 0);
  const values = known.flatMap((method) => names[method] ?? []);
  return [...new Set(factors >= 2 ? [...values, "mfa"] : values)];
}
