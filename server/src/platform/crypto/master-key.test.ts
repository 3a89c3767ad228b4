import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deriveKey,
  ensureMasterKeyFile,
  isPublishedKey,
  MasterKeyError,
  parseMasterKeys,
  readMasterKeyFile,
} from "./master-key.ts";

const RAW = "x3Fk9,Lq0Zr7Tn2Vb5Yw8Jd1Hc4Gm6Ps";

describe("master keys", () => {
  it("are read as 32 characters, hex and base64, and get the same id in each form", () => {
    const bytes = Buffer.from(RAW);
    const forms = [
      RAW,
      bytes.toString("hex"),
      bytes.toString("base64"),
      bytes.toString("base64url"),
      ` ${RAW}\n`,
    ];
    const ids = forms.map((form) => parseMasterKeys(form)[0].id);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}$/);
  });

  it("may be several, by comma or line, with comments, the current one first", () => {
    const [a, b, c] = ["a1", "b2", "c3"].map((pair) => pair.repeat(32)) as [string, string, string];
    const keys = parseMasterKeys(`# since May\n${a},${b}\n\n${c}\n`);
    expect(keys.map((key) => key.bytes.toString("hex"))).toEqual([a, b, c]);
  });

  it("are refused when missing, short or double, without being shown", () => {
    for (const text of [
      "",
      "# only a comment",
      "tooshort",
      `${RAW}1`,
      `${"a1".repeat(32)},${"a1".repeat(32)}`,
    ])
      expect(() => parseMasterKeys(text)).toThrow(MasterKeyError);
    expect(() => parseMasterKeys("hunter2")).toThrow(/^(?!.*hunter2)/);
  });

  it("give other keys for other uses, and none of them is a master key", () => {
    const keys = parseMasterKeys(RAW);
    const derived = [deriveKey(keys, "limits"), deriveKey(keys, "other"), keys[0].bytes];
    expect(new Set(derived.map((key) => key.toString("hex"))).size).toBe(3);
    expect(deriveKey(keys, "limits")).toEqual(derived[0]);
  });

  it("from public documentation are known as such", () => {
    expect(isPublishedKey("MasterkeyNeedsToHave32Characters\n")).toBe(true);
    expect(isPublishedKey(RAW)).toBe(false);
  });
});

describe("the master key file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gatehouse-key-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is generated once with mode 0600 and kept", async () => {
    const path = join(folder, "data", "masterkey");
    const made = await ensureMasterKeyFile(path);
    expect(made.generated).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const again = await ensureMasterKeyFile(path);
    expect(again).toEqual({ keys: made.keys, generated: false });
    expect(await readdir(join(folder, "data"))).toEqual(["masterkey"]);
  });

  it("made by several starts at once is one key for all", async () => {
    const path = join(folder, "race");
    const starts = await Promise.all(Array.from({ length: 8 }, () => ensureMasterKeyFile(path)));
    expect(new Set(starts.map((start) => start.keys[0].id)).size).toBe(1);
    expect(starts.filter((start) => start.generated)).toHaveLength(1);
    expect((await readFile(path, "utf8")).trim()).toHaveLength(44);
  });

  it("that others can read is refused with the command to mend it", async () => {
    const path = join(folder, "open");
    await writeFile(path, RAW);
    await chmod(path, 0o640);
    await expect(readMasterKeyFile(path)).rejects.toThrow(/mode 640.*chmod 600/);
  });

  it("that is missing is refused by name", async () => {
    await expect(readMasterKeyFile(join(folder, "none"))).rejects.toThrow(MasterKeyError);
  });
});
