import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./replace-file.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatehouse-"));
  path = join(folder, "pat");
});
afterEach(() => rm(folder, { recursive: true }));

/** As the kernel does for a file that is mounted by itself. */
const refuses = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

test("a file is replaced by one of its owner alone", async () => {
  await writeFile(path, "old", { mode: 0o644 });
  await replaceFile(path, "new", "x1");
  expect([await readFile(path, "utf8"), (await stat(path)).mode & 0o777]).toEqual(["new", 0o600]);
});

test("a file that is mounted by itself is written as it lies, whole and without remains", async () => {
  await writeFile(path, "something longer than before");
  const before = await stat(path);
  await replaceFile(path, "new", "x1", refuses("EBUSY"));
  expect(await readFile(path, "utf8")).toBe("new");
  expect((await stat(path)).ino).toBe(before.ino);
  expect(await readdir(folder)).toEqual(["pat"]);
});

test("what is not there cannot be written as it lies, and other troubles are told", async () => {
  await expect(replaceFile(path, "new", "x1", refuses("EACCES"))).rejects.toMatchObject({ code: "ENOENT" });
  await expect(replaceFile(path, "new", "x1", refuses("EIO"))).rejects.toMatchObject({ code: "EIO" });
  expect(await readdir(folder)).toEqual([]);
});
