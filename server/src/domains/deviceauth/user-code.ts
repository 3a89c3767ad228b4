/** What people read off a device and type elsewhere (RFC 8628 section 6.1). */
import { randomText } from "#src/platform/crypto/index.ts";

/** No vowels, so that no words come about, nothing that looks alike, no digits: the base-20 set of the RFC. */
const alphabet = "BCDFGHJKLMNPQRSTVWXZ";
const length = 8;
const group = 4;

/** Without its dash: 34.5 bits. */
export const newUserCode = (): string => randomText(length, alphabet);

/** `BCDFGHJK` → `BCDF-GHJK` */
export const shownUserCode = (code: string): string => `${code.slice(0, group)}-${code.slice(group)}`;

/** What somebody typed, in whatever case and with whatever between; undefined for what no device shows. */
export function readUserCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const letters = typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
  return letters.length === length && [...letters].every((letter) => alphabet.includes(letter))
    ? letters
    : undefined;
}
