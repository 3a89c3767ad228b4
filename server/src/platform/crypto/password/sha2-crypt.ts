import { hash } from "node:crypto";
import { equalText } from "../constant-time.ts";
import { encodeShuffled } from "./crypt64.ts";
import type { KnownHash } from "./hash-family.ts";
import { ROUNDS_PER_YIELD } from "./hash-family.ts";

/** Ulrich Drepper's "Unix crypt using SHA-256 and SHA-512"; the order of the digest's bytes is part of it. */
const VARIANTS = {
  5: {
    digest: "sha256",
    order: [
      20, 10, 0, 11, 1, 21, 2, 22, 12, 23, 13, 3, 14, 4, 24, 5, 25, 15, 26, 16, 6, 17, 7, 27, 8, 28, 18, 29,
      19, 9, 30, 31,
    ],
  },
  6: {
    digest: "sha512",
    order: [
      42, 21, 0, 1, 43, 22, 23, 2, 44, 45, 24, 3, 4, 46, 25, 26, 5, 47, 48, 27, 6, 7, 49, 28, 29, 8, 50, 51,
      30, 9, 10, 52, 31, 32, 11, 53, 54, 33, 12, 13, 55, 34, 35, 14, 56, 57, 36, 15, 16, 58, 37, 38, 17, 59,
      60, 39, 18, 19, 61, 40, 41, 20, 62, 63,
    ],
  },
} as const;
type Variant = (typeof VARIANTS)[5 | 6];

const DEFAULT_ROUNDS = 5000;
const MIN_ROUNDS = 1000;
const MAX_ROUNDS = 1_000_000;
const SHAPE = /^\$([56])\$(?:rounds=(\d{1,9})\$)?([^$]{0,16})\$([./A-Za-z0-9]{43}|[./A-Za-z0-9]{86})$/;

interface Work {
  readonly variant: Variant;
  readonly rounds: number;
  readonly salt: Buffer;
  readonly expected: string;
}

function* steps(plain: string, { variant, rounds, salt, expected }: Work): Generator<undefined, boolean> {
  const sum = (...parts: readonly Uint8Array[]) => hash(variant.digest, Buffer.concat(parts), "buffer");
  const password = Buffer.from(plain, "utf8");
  const inner = sum(password, salt, password);
  const bits: Buffer[] = [];
  for (let length = password.length; length > 0; length >>= 1) bits.push(length & 1 ? inner : password);
  let digest = sum(password, salt, Buffer.alloc(password.length, inner), ...bits);
  yield;
  const repeated = (bytes: Buffer, times: number) => Array.from({ length: times }, () => bytes);
  const p = Buffer.alloc(password.length, sum(...repeated(password, password.length)));
  const s = Buffer.alloc(salt.length, sum(...repeated(salt, 16 + (digest[0] ?? 0))));
  const nothing = Buffer.alloc(0);
  for (let round = 0; round < rounds; round++) {
    if (round % ROUNDS_PER_YIELD === 0) yield;
    const odd = round % 2 === 1;
    digest = sum(
      odd ? p : digest,
      round % 3 === 0 ? nothing : s,
      round % 7 === 0 ? nothing : p,
      odd ? digest : p,
    );
  }
  return equalText(encodeShuffled(digest, variant.order), expected);
}

/** `$5$` (SHA-256) and `$6$` (SHA-512), with `rounds=` or 5,000. */
export function parseSha2Crypt(encoded: string): KnownHash | undefined {
  const match = SHAPE.exec(encoded);
  const [, id, roundsText, salt, expected] = match ?? [];
  if (salt === undefined || expected === undefined) return undefined;
  if (expected.length !== (id === "5" ? 43 : 86)) return undefined;
  const rounds = roundsText === undefined ? DEFAULT_ROUNDS : Math.max(Number(roundsText), MIN_ROUNDS);
  if (rounds > MAX_ROUNDS) return undefined;
  const variant = VARIANTS[id === "5" ? 5 : 6];
  const work = { variant, rounds, salt: Buffer.from(salt, "utf8"), expected };
  return {
    algorithm: `${variant.digest}crypt`,
    cost: { rounds },
    check: { kind: "sliced", steps: (plain) => steps(plain, work) },
  };
}
