import { parseArgon2 } from "./argon2.ts";
import { parseBcrypt } from "./bcrypt.ts";
import type { KnownHash, ParseHash } from "./hash-family.ts";
import { parseMd5Plain, parseMd5Salted } from "./md5.ts";
import { parseMd5Crypt } from "./md5-crypt.ts";
import { parsePbkdf2 } from "./pbkdf2.ts";
import { parseDrupal7, parsePhpass } from "./portable-php.ts";
import { parseScrypt } from "./scrypt.ts";
import { parseSha2Crypt } from "./sha2-crypt.ts";

/** Every family we can check; their prefixes do not overlap, so the order means nothing. */
const FAMILIES: readonly ParseHash[] = [
  parseArgon2,
  parseBcrypt,
  parseScrypt,
  parsePbkdf2,
  parseSha2Crypt,
  parseMd5Crypt,
  parsePhpass,
  parseDrupal7,
  parseMd5Salted,
  parseMd5Plain,
];

export function parseHash(encoded: string): KnownHash | undefined {
  for (const parse of FAMILIES) {
    const known = parse(encoded);
    if (known) return known;
  }
  return undefined;
}
