import { open, rename, rm, writeFile } from "node:fs/promises";

/** What `rename` says of a file that is mounted by itself, or lies where no other can be made beside it. */
const immovable = ["EBUSY", "EXDEV", "EROFS", "EACCES", "EPERM"];

/**
 * Writes a file for its owner alone. It is written under a name of its own and then takes its place: one that lay there
 * would keep its mode, and whoever had it open would read along. A file that was given to us by itself, as containers
 * do, cannot be replaced, and is written as it lies; who may read it is then up to who gave it.
 * @param unique a part of a name that nobody else uses
 */
export async function replaceFile(
  path: string,
  content: string,
  unique: string,
  move: typeof rename = rename,
): Promise<void> {
  const draft = `${path}.${unique}`;
  try {
    await writeFile(draft, content, { mode: 0o600, flag: "wx" });
    await move(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    if (!(error instanceof Error && "code" in error && immovable.includes(String(error.code)))) throw error;
    await writeInPlace(path, content);
  }
}

/** Never makes a file: one that is new would be everybody's to read. */
async function writeInPlace(path: string, content: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.truncate(0);
    await file.write(content, 0);
  } finally {
    await file.close();
  }
}
