import { randomBytes, randomInt } from "node:crypto";
import { invalid } from "#src/platform/failure/index.ts";
import type { CodeShape } from "./secrets.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
const SYMBOLS = "~!@#$^&*()_+`-={}|[]:<>?,./";

/** Letters that are hard to tell apart in print are left out. */
const READABLE = {
  lower: "abcdefghijkmnpqrstuvwxyz",
  upper: "ABCDEFGHJKLMNPQRSTUVWXYZ",
  digits: "23456789",
  symbols: "!#%+-=?@_",
};

/** `length` characters drawn evenly from `alphabet` (`randomInt` rejects, so there is no modulo bias). */
export function randomText(length: number, alphabet: string): string {
  let text = "";
  for (let n = 0; n < length; n++) text += alphabet.charAt(randomInt(alphabet.length));
  return text;
}

/** @throws invalid_argument when the shape has no characters or no length */
export function randomCode(shape: CodeShape): string {
  const alphabet =
    (shape.lower ? LOWER : "") +
    (shape.upper ? UPPER : "") +
    (shape.digits ? DIGITS : "") +
    (shape.symbols ? SYMBOLS : "");
  if (alphabet === "" || shape.length < 1) throw invalid("CRYPT-3Cs7e", "Errors.SecretGenerator.Invalid");
  return randomText(shape.length, alphabet);
}

/** A password to print once: readable, `length` ≥ 12 characters, with every class that a policy may ask for. */
export function randomPassword(length = 16): string {
  const classes = Object.values(READABLE);
  const alphabet = classes.join("");
  for (;;) {
    const text = randomText(Math.max(length, 12), alphabet);
    if (classes.every((letters) => [...text].some((char) => letters.includes(char)))) return text;
  }
}

/** `bytes` random bytes as base64url without padding: session ids, nonces, `jti`. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}
