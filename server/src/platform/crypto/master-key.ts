import { hkdfSync, randomBytes } from "node:crypto";
import { chmod, link, mkdir, open, readFile, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";

/** One 32-byte key. `id` is derived from it, so that rotation needs no names: eight hex digits. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The first key seals; all of them open. Never empty. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

/** A master key that cannot be used; the message says what would be right and never shows the key. */
export class MasterKeyError extends Error {
  override readonly name = "MasterKeyError";
}

const FORMS = "32 characters, 64 hex digits, or 32 bytes in base64";

/** A key from the documentation of products like this one: known to everybody. */
const PUBLISHED = new Set(["MasterkeyNeedsToHave32Characters"]);

export function masterKey(bytes: Buffer): MasterKey {
  const id = Buffer.from(hkdfSync("sha256", bytes, "gatehouse", "key id", 4)).toString("hex");
  return { id, bytes };
}

/** 32 bytes for a use that seals nothing, from the current key: they change when it is rotated. */
export function deriveKey(keys: MasterKeys, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", keys[0].bytes, "gatehouse", `use/${use}`, 32));
}

function decodeKey(text: string): Buffer {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, "hex");
  if (Buffer.byteLength(text) === 32) return Buffer.from(text, "utf8");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return Buffer.from(text, "base64");
  throw new MasterKeyError(`a master key must be ${FORMS}; this one has ${text.length} characters`);
}

/**
 * One or several keys, separated by commas or line breaks, the current one first; lines that start with # are
 * comments. @throws MasterKeyError
 */
export function parseMasterKeys(text: string): MasterKeys {
  const trimmed = text.trim();
  const isOneRawKey = Buffer.byteLength(trimmed) === 32;
  const lines = trimmed.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#"));
  const parts = isOneRawKey ? [trimmed] : lines.flatMap((line) => line.split(","));
  const [first, ...rest] = parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => masterKey(decodeKey(part)));
  if (!first) throw new MasterKeyError(`there is no master key; it must be ${FORMS}`);
  const keys: MasterKeys = [first, ...rest];
  if (new Set(keys.map((key) => key.id)).size < keys.length)
    throw new MasterKeyError("the same master key is given twice");
  return keys;
}

/** True when the key stands in public documentation, and protects nothing. */
export function isPublishedKey(text: string): boolean {
  return PUBLISHED.has(text.trim());
}

/** @throws MasterKeyError when it is missing, readable by others than its owner, or malformed */
export async function readMasterKeyFile(path: string): Promise<MasterKeys> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new MasterKeyError(`the master key file ${path} cannot be read`, { cause });
  });
  if ((info.mode & 0o077) !== 0) {
    const mode = (info.mode & 0o777).toString(8);
    throw new MasterKeyError(
      `the master key file ${path} has mode ${mode}, readable by others: chmod 600 it`,
    );
  }
  return parseMasterKeys(await readFile(path, "utf8"));
}

/**
 * The key file of an embedded database, made at the first start (mode 0600, synced before it is used).
 * Never for an external database: there a silent new key would lock the data away.
 */
export async function ensureMasterKeyFile(
  path: string,
): Promise<{ readonly keys: MasterKeys; readonly generated: boolean }> {
  const missing = await stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  );
  if (!missing) return { keys: await readMasterKeyFile(path), generated: false };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(4).toString("hex")}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString("base64")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await chmod(draft, 0o600);
  // Unlike a rename, a link never replaces the key that another start has just made.
  const generated = await link(draft, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return false;
      throw error;
    },
  );
  await unlink(draft);
  const folder = await open(dirname(path), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return { keys: await readMasterKeyFile(path), generated };
}
