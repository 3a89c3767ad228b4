import { fromBase32, toBase32 } from "#src/platform/crypto/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserEvent } from "./events.ts";

/** What authenticators have at least (RFC 4226, 4: 128 bits) is not asked of secrets made elsewhere; these are not guessed. */
const minSecretBytes = 10;
/** Longer ones are hashed anyway. */
const maxSecretBytes = 64;

/**
 * The secret of an authenticator that somebody brings along, which counts as proven.
 * @throws invalid_argument USER-Ts5in for what is no base32, or not long enough to be a secret
 */
export function importedTotp(ctx: Pick<Ctx, "secrets">, secret: string | undefined): readonly UserEvent[] {
  if (secret === undefined) return [];
  const bytes = fromBase32(secret);
  if (bytes === undefined || bytes.length < minSecretBytes || bytes.length > maxSecretBytes)
    throw invalid("USER-Ts5in", "Errors.User.MFA.OTP.SecretInvalid", { field: "totpSecret" });
  return [
    { type: "user.human.mfa.otp.added", payload: { otpSecret: ctx.secrets.seal("otp", toBase32(bytes)) } },
    { type: "user.human.mfa.otp.verified", payload: {} },
  ];
}
