/** Passwords that everybody tries first. */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { collectWords, readFilter, type WordFilter } from "./word-filter.ts";

/** What `scripts/common-passwords.ts` writes; the build puts it beside the bundle as it lies here beside the source. */
export const builtInFile = new URL("./common-passwords.filter", import.meta.url);

/** The form in which they are compared: upper case and another width of letters make no password uncommon. */
export const plainForm = (password: string): string => password.normalize("NFKC").toLowerCase();

/** What the product knows by itself. */
export const builtInPasswords = (): WordFilter => readFilter(readFileSync(builtInFile));

/** Characters and the line's end of the shortest line that is worth it; more lines than the file can have are harmless. */
const shortestLine = 5;
const sha1Line = /^([0-9a-f]{40})(?::\d+)?$/i;

/**
 * Takes in a corpus of the operator's: one password a line, or its SHA-1 in hexadecimal with `:count` behind it or
 * without, as collections of leaked passwords are published.
 * @throws the file system's errors
 */
export async function readCorpus(path: string): Promise<WordFilter> {
  const words = collectWords(Math.ceil(statSync(path).size / shortestLine));
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const [, digest] = sha1Line.exec(line) ?? [];
    if (digest !== undefined) words.addDigest(Buffer.from(digest, "hex"));
    else if (line !== "") words.add(plainForm(line));
  }
  return readFilter(words.bytes);
}

/** Whether any of the filters knows a password, as it is or in its plain form. */
export const isCommon = (filters: readonly WordFilter[], password: string): boolean =>
  filters.some((filter) => filter.has(password) || filter.has(plainForm(password)));
