/**
 * Writes the filter of common passwords from the dictionary of `@zxcvbn-ts/language-common`:
 * `node scripts/common-passwords.ts`. The gate compares it with what the installed dictionary gives.
 */
import { writeFileSync } from "node:fs";
import { dictionary } from "@zxcvbn-ts/language-common";
import { builtInFile, plainForm } from "../server/src/platform/crypto/common/common-passwords.ts";
import { collectWords } from "../server/src/platform/crypto/common/word-filter.ts";

/** The filter's bytes. */
export function commonPasswordsFilter(): Uint8Array {
  const passwords = dictionary["passwords-common"] ?? [];
  const words = collectWords(passwords.length);
  for (const password of passwords) words.add(plainForm(String(password)));
  return words.bytes;
}

if (import.meta.main) writeFileSync(builtInFile, commonPasswordsFilter());
