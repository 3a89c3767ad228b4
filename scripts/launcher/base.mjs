import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A refusal that a person can act on: the message is all they see. */
export class Stop extends Error {}

/** Progress goes to standard error, so that standard output belongs to the task (`--json`). @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** The file's text, or undefined when it cannot be read. @param {string} path */
export function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Whole or not at all: a reader never sees half a file. @param {string} path @param {string} text */
export function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** @param {readonly (string | Buffer)[]} pieces */
export function hashOf(pieces) {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(`${piece.length}\n`).update(piece);
  return hash.digest("hex");
}
