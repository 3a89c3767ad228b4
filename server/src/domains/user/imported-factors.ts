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

/** A recovery code as it is written down, or its hash of a family that passwords may have. */
export type ImportedCode = { readonly plain: string } | { readonly hash: string };

/** They have to fit on a sheet of paper. */
export const maxRecoveryCodes = 20;
/** Of a shape that is not ours nobody knows how easily it is guessed; fewer than that are no code. */
const minCodeLength = 6;
const maxCodeLength = 200;

/**
 * Recovery codes that somebody brings along. How well they were made is unknown, so that they are hashed as slowly as
 * passwords; those that come as a hash are compared by it.
 * @throws invalid_argument USER-Rc7co for too many; USER-Rc8hs for what is no such hash, or no code
 */
export async function importedRecoveryCodes(
  { secrets }: Pick<Ctx, "secrets">,
  given: readonly ImportedCode[] = [],
): Promise<readonly UserEvent[]> {
  if (given.length === 0) return [];
  if (given.length > maxRecoveryCodes)
    throw invalid("USER-Rc7co", "Errors.User.MFA.RecoveryCodes.CountInvalid", {
      field: "recoveryCodes",
      values: { max: maxRecoveryCodes },
    });
  if (!given.every((code) => isCode(secrets, code)))
    throw invalid("USER-Rc8hs", "Errors.Invalid.Argument", { field: "recoveryCodes" });
  const codes = await Promise.all(
    given.map(async (code) => ("hash" in code ? code.hash : secrets.hashPassword(code.plain.trim()))),
  );
  return [{ type: "user.human.mfa.recoverycode.added", payload: { codes } }];
}

function isCode(secrets: Ctx["secrets"], code: ImportedCode): boolean {
  if ("hash" in code) return secrets.isKnownHash(code.hash);
  const { length } = code.plain.trim();
  return length >= minCodeLength && length <= maxCodeLength;
}
