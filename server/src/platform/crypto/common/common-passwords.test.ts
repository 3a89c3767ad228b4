import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commonPasswordsFilter } from "../../../../../scripts/common-passwords.ts";
import { builtInFile, builtInPasswords, isCommon, readCorpus } from "./common-passwords.ts";
import { collectWords, readFilter } from "./word-filter.ts";

test("the filter that is kept is the one that the dictionary gives", () => {
  expect(readFileSync(builtInFile).equals(commonPasswordsFilter())).toBe(true);
});

test("common passwords are known in any case and width, and others are not", () => {
  const known = [builtInPasswords()];
  for (const password of ["123456", "password1", "PassWord1", "ＰＡＳＳＷＯＲＤ", "trustno1"])
    expect(isCommon(known, password), password).toBe(true);
  for (const password of ["", "correct horse battery staple", "Secr3tP4ssword!", "Ö1¿"])
    expect(isCommon(known, password), password).toBe(false);
});

test("every word that is in is found, and of twenty thousand others none", () => {
  const words = collectWords(1_000);
  for (let n = 0; n < 1_000; n += 1) words.add(`in ${n}`);
  const filter = readFilter(words.bytes);
  for (let n = 0; n < 1_000; n += 1) expect(filter.has(`in ${n}`)).toBe(true);
  for (let n = 0; n < 20_000; n += 1) expect(filter.has(`out ${n}`)).toBe(false);
});

test("an operator's corpus is read as passwords and as their SHA-1 with or without counts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-corpus-"));
  const sha1 = (word: string) => createHash("sha1").update(word).digest("hex");
  const path = join(folder, "corpus.txt");
  writeFileSync(
    path,
    `House Pet 7\r\n${sha1("Leaked!").toUpperCase()}:52\n${sha1("also leaked")}\n\nlast one`,
  );
  const known = [await readCorpus(path)];
  rmSync(folder, { recursive: true });
  for (const password of ["house pet 7", "Leaked!", "also leaked", "Last One"])
    expect(isCommon(known, password), password).toBe(true);
  for (const password of ["leaked?", "", sha1("Leaked!")])
    expect(isCommon(known, password), password).toBe(false);
});
