/** Time-based one-time passwords (RFC 6238 over RFC 4226) as every authenticator reads them: SHA-1, 6 digits, 30 s. */
import { createHmac } from "node:crypto";
import { equalBytes, fromBase32, type Secrets, toBase32 } from "#src/platform/crypto/index.ts";

const digits = 6;
const periodSeconds = 30;
/** Clocks of phones go wrong by this many steps, before and after (RFC 6238, 5.2). */
const skewSteps = 1;
/** As long as the hash is (RFC 4226, 4). */
const secretBytes = 20;

export const newTotpSecret = (secrets: Pick<Secrets, "random">): string =>
  toBase32(secrets.random(secretBytes));

/** RFC 4226, 5.3 */
export function hotp(key: Uint8Array, counter: number): string {
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac("sha1", key).update(moment).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / periodSeconds);

/** The newest time step around now whose code this is; undefined when it is none. All are compared, always. */
export function stepOf(secret: string, typed: string, now: Date): number | undefined {
  const key = fromBase32(secret);
  const entered = Buffer.from(typed.replaceAll(/\s/g, ""));
  if (key === undefined) return undefined;
  let found: number | undefined;
  for (let step = stepAt(now) - skewSteps; step <= stepAt(now) + skewSteps; step++)
    if (equalBytes(Buffer.from(hotp(key, step)), entered)) found = step;
  return found;
}

/** What a QR code for authenticators says; the parameters in the order of their names. */
export function keyUri(issuer: string, account: string, secret: string): string {
  const encoded = encodeURIComponent(issuer);
  // An @ may stand in a path as it is, and is what people look for.
  const label = `${encoded}:${encodeURIComponent(account).replaceAll("%40", "@")}`;
  return `otpauth://totp/${label}?algorithm=SHA1&digits=${digits}&issuer=${encoded}&period=${periodSeconds}&secret=${secret}`;
}
