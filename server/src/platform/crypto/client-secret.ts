import { hash, randomBytes } from "node:crypto";
import { equalBytes } from "./constant-time.ts";
import type { PasswordHashing } from "./password/password-hashing.ts";
import { encodePhc64 } from "./password/phc64.ts";

/** From this length on a random secret cannot be guessed, and a fast hash is enough. */
const LONG_SECRET = 32;
/** A slow hash that was checked counts as checked for this long, in this process. */
const CACHE_MS = 60_000;
const CACHE_ENTRIES = 2_000;
const FAST = /^\$sha256\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

const digest = (salt: Buffer, plain: string) =>
  hash("sha256", Buffer.concat([salt, Buffer.from(plain)]), "buffer");

function fastHash(plain: string): string {
  const salt = randomBytes(16);
  return `$sha256$${encodePhc64(salt)}$${encodePhc64(digest(salt, plain))}`;
}

/** Remembers digests of (hash, secret) pairs that matched; never a secret, never a mismatch. */
function createMatches(clock: () => number) {
  const until = new Map<string, number>();
  return {
    has: (pair: string) => (until.get(pair) ?? 0) > clock(),
    add(pair: string): void {
      until.delete(pair);
      until.set(pair, clock() + CACHE_MS);
      const oldest = until.keys().next();
      if (until.size > CACHE_ENTRIES && !oldest.done) until.delete(oldest.value);
    },
  };
}

export interface ClientSecrets {
  hash(plain: string): Promise<string>;
  verify(encoded: string, plain: string): Promise<{ readonly ok: boolean; readonly upgrade?: string }>;
}

/**
 * Secrets of applications and machines. Generated ones (64 random characters) get a salted SHA-256; short ones,
 * which people chose, get the slow hash of passwords. Imported bcrypt hashes are checked once a minute at most.
 * @param clock milliseconds
 */
export function createClientSecrets(passwords: PasswordHashing, clock: () => number): ClientSecrets {
  const matches = createMatches(clock);

  async function verifySlow(encoded: string, plain: string): Promise<{ ok: boolean; upgrade?: string }> {
    const pair = hash("sha256", `${encoded}\n${plain}`, "base64");
    if (matches.has(pair)) return { ok: true };
    const { ok, upgrade } = await passwords.verify(encoded, plain);
    if (!ok) return { ok };
    matches.add(pair);
    if (plain.length >= LONG_SECRET) return { ok, upgrade: fastHash(plain) };
    return upgrade === undefined ? { ok } : { ok, upgrade };
  }

  return {
    hash: (plain) => (plain.length >= LONG_SECRET ? Promise.resolve(fastHash(plain)) : passwords.hash(plain)),
    async verify(encoded, plain) {
      const [, salt, expected] = FAST.exec(encoded) ?? [];
      if (salt === undefined || expected === undefined) return verifySlow(encoded, plain);
      return {
        ok: equalBytes(digest(Buffer.from(salt, "base64"), plain), Buffer.from(expected, "base64")),
      };
    },
  };
}
