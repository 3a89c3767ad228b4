import { hash } from "node:crypto";
import { equalText } from "../constant-time.ts";
import { crypt64Value, encodeCrypt64 } from "./crypt64.ts";
import type { KnownHash } from "./hash-family.ts";
import { ROUNDS_PER_YIELD } from "./hash-family.ts";

interface Work {
  readonly digest: "md5" | "sha512";
  readonly rounds: number;
  readonly salt: string;
  readonly expected: string;
}

/** digest(salt, password), then 2^exponent times digest(last, password); the encoding is cut to the stored length. */
function* steps(plain: string, work: Work): Generator<undefined, boolean> {
  const password = Buffer.from(plain, "utf8");
  let last = hash(work.digest, Buffer.concat([Buffer.from(work.salt, "utf8"), password]), "buffer");
  for (let round = 0; round < work.rounds; round++) {
    if (round % ROUNDS_PER_YIELD === 0) yield;
    last = hash(work.digest, Buffer.concat([last, password]), "buffer");
  }
  return equalText(encodeCrypt64(last).slice(0, work.expected.length), work.expected);
}

/** 2^20 rounds take about a second. */
const MIN_EXPONENT = 7;
const MAX_EXPONENT = 20;

function known(
  algorithm: string,
  digest: Work["digest"],
  match: RegExpExecArray | null,
): KnownHash | undefined {
  const [, exponentChar, salt, expected] = match ?? [];
  if (exponentChar === undefined || salt === undefined || expected === undefined) return undefined;
  const exponent = crypt64Value(exponentChar);
  if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) return undefined;
  const work = { digest, rounds: 2 ** exponent, salt, expected };
  return {
    algorithm,
    cost: { exponent },
    check: { kind: "sliced", steps: (plain) => steps(plain, work) },
  };
}

/** `$P$` (WordPress) and `$H$` (phpBB): one character of cost, 8 of salt, 22 of MD5. */
export function parsePhpass(encoded: string): KnownHash | undefined {
  return known("phpass", "md5", /^\$[PH]\$([./A-Za-z0-9])(.{8})([./A-Za-z0-9]{22})$/s.exec(encoded));
}

/** `$S$` (Drupal 7): one character of cost, 8 of salt, the first 43 of SHA-512. */
export function parseDrupal7(encoded: string): KnownHash | undefined {
  return known("drupal7", "sha512", /^\$S\$([./A-Za-z0-9])(.{8})([./A-Za-z0-9]{43})$/s.exec(encoded));
}
