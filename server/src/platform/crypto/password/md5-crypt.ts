import { hash } from "node:crypto";
import { equalText } from "../constant-time.ts";
import { encodeShuffled } from "./crypt64.ts";
import type { KnownHash } from "./hash-family.ts";
import { ROUNDS_PER_YIELD } from "./hash-family.ts";

const ORDER = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11];
const ROUNDS = 1000;
const MAGIC = Buffer.from("$1$");

const md5 = (...parts: readonly Uint8Array[]) => hash("md5", Buffer.concat(parts), "buffer");

/** What goes in before the rounds: password, magic, salt, and bytes picked by the length of the password. */
function start(password: Buffer, salt: Buffer): Buffer {
  const inner = md5(password, salt, password);
  const repeated = Buffer.alloc(password.length, inner);
  const bits: Buffer[] = [];
  for (let length = password.length; length > 0; length >>= 1)
    bits.push(length & 1 ? Buffer.of(0) : password.subarray(0, 1));
  return md5(password, MAGIC, salt, repeated, ...bits);
}

function* steps(plain: string, saltText: string, expected: string): Generator<undefined, boolean> {
  const password = Buffer.from(plain, "utf8");
  const salt = Buffer.from(saltText, "utf8");
  const nothing = Buffer.alloc(0);
  let digest = start(password, salt);
  for (let round = 0; round < ROUNDS; round++) {
    if (round % ROUNDS_PER_YIELD === 0) yield;
    const odd = round % 2 === 1;
    digest = md5(
      odd ? password : digest,
      round % 3 === 0 ? nothing : salt,
      round % 7 === 0 ? nothing : password,
      odd ? digest : password,
    );
  }
  return equalText(encodeShuffled(digest, ORDER), expected);
}

/** `$1$<salt>$<22 characters>`: Poul-Henning Kamp's MD5 crypt of FreeBSD and old Linux. */
export function parseMd5Crypt(encoded: string): KnownHash | undefined {
  const match = /^\$1\$([^$]{0,8})\$([./A-Za-z0-9]{22})$/.exec(encoded);
  const [, salt, expected] = match ?? [];
  if (salt === undefined || expected === undefined) return undefined;
  return {
    algorithm: "md5crypt",
    cost: {},
    check: { kind: "sliced", steps: (plain) => steps(plain, salt, expected) },
  };
}
