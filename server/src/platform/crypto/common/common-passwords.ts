/** Passwords that everybody tries first. */
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { collectWords, readFilter, type WordFilter } from "./word-filter.ts";

/** What `scripts/common-passwords.ts` writes; the build puts it beside the bundle as it lies here beside the source. */
export const builtInFile = new URL("./common-passwords.filter", import.meta.url);

/** The form in which they are compared: upper case and another width of letters make no password uncommon. */
export const plainForm = (password: string): string => password.normalize("NFKC").toLowerCase();

/** What the product knows by itself. */
export const builtInPasswords = (): WordFilter => readFilter(readFileSync(builtInFile));

const newline = 0x0a;

/** Filters are as large as what is in them, and published collections have a billion lines: they are counted first. */
async function linesIn(path: string): Promise<number> {
  let lines = 1;
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>)
    for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, at + 1)) lines += 1;
  return lines;
}

const sha1Line = /^([0-9a-f]{40})(?::\d+)?$/i;

/**
 * Takes in a corpus of the operator's: one password a line, or its SHA-1 in hexadecimal with `:count` behind it or
 * without, as collections of leaked passwords are published.
 * @throws the file system's errors
 */
export async function readCorpus(path: string): Promise<WordFilter> {
  const words = collectWords(await linesIn(path));
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
