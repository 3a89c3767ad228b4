import type { KeyObject } from "node:crypto";
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from "node:crypto";
import { Failure } from "#src/platform/failure/index.ts";
import type { MasterKey, MasterKeys } from "./master-key.ts";
import { createRandom } from "./random-lots.ts";
import type { Purpose, Sealed, Secrets } from "./secrets.ts";

/**
 * AES-256-GCM with random IVs, under a key for each purpose and day: so the 2^32 messages that one key may seal
 * (NIST SP 800-38D, 8.3) are never reached.
 * Box: day since 1970 (2 bytes) · IV (12) · ciphertext · tag (16). Token: version (1) · key id (4) · box.
 */
const DAY = 2;
const IV = 12;
const TAG = 16;
const TOKEN_HEADER = 5;
const TOKEN_VERSION = 1;
const DAY_MS = 86_400_000;
/** Beyond this many derived keys all are forgotten; deriving one takes about 20 µs. */
const MAX_DERIVED = 4096;

type Form = "sealed" | "token" | "digest";
type KeyOfDay = (day: number) => KeyObject;

/** @param head day and IV */
function box(keyOf: KeyOfDay, head: Buffer, plain: Uint8Array, associated: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", keyOf(head.readUInt16BE(0)), head.subarray(DAY));
  cipher.setAAD(associated);
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** The plain bytes, or undefined when any byte was changed. */
function unbox(keyOf: KeyOfDay, bytes: Buffer, associated: Buffer): Buffer | undefined {
  if (bytes.length < DAY + IV + TAG) return undefined;
  const iv = bytes.subarray(DAY, DAY + IV);
  const decipher = createDecipheriv("aes-256-gcm", keyOf(bytes.readUInt16BE(0)), iv, { authTagLength: TAG });
  decipher.setAAD(associated);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(DAY + IV, bytes.length - TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** A key for each master key, form, purpose and day (HKDF-SHA256), made at first use. */
function derivedKeys(): (master: MasterKey, form: Form, purpose: Purpose) => KeyOfDay {
  const known = new Map<string, KeyObject>();
  return (master, form, purpose) => (day) => {
    const info = `${form}/${purpose}/${day}`;
    const name = `${master.id}/${info}`;
    const found = known.get(name);
    if (found) return found;
    const key = createSecretKey(Buffer.from(hkdfSync("sha256", master.bytes, "gatehouse", info, 32)));
    if (known.size >= MAX_DERIVED) known.clear();
    known.set(name, key);
    return key;
  };
}

/** @returns what a new box begins with: today and a random IV */
function createHeads(clock: () => number): () => Buffer {
  const random = createRandom();
  return () => {
    const head = Buffer.alloc(DAY + IV);
    head.writeUInt16BE(Math.floor(clock() / DAY_MS), 0);
    random(IV).copy(head, DAY);
    return head;
  };
}

/**
 * Sealing with the first key, opening with any.
 * @param clock milliseconds
 */
export function createSealing(
  keys: MasterKeys,
  clock: () => number,
): Pick<Secrets, "seal" | "open" | "sealToken" | "openToken" | "digest"> {
  const keyFor = derivedKeys();
  const byId = new Map(keys.map((key) => [key.id, key]));
  const [current] = keys;
  const newHead = createHeads(clock);
  const header = Buffer.concat([Buffer.of(TOKEN_VERSION), Buffer.from(current.id, "hex")]);

  function seal(purpose: Purpose, plain: string | Uint8Array): Sealed {
    const bytes = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
    const sealed = box(keyFor(current, "sealed", purpose), newHead(), bytes, Buffer.from(current.id));
    return { CryptoType: 0, Algorithm: "aes-256-gcm", KeyID: current.id, Crypted: sealed.toString("base64") };
  }

  function open(purpose: Purpose, sealed: Sealed): Buffer {
    const master = byId.get(sealed.KeyID);
    if (!master) throw new Failure("internal", "CRYPT-2nMk8", "Errors.Internal");
    const bytes = Buffer.from(sealed.Crypted, "base64");
    const plain = unbox(keyFor(master, "sealed", purpose), bytes, Buffer.from(master.id));
    if (!plain) throw new Failure("internal", "CRYPT-9tGq1", "Errors.Internal");
    return plain;
  }

  function sealToken(purpose: Purpose, text: string): string {
    const sealed = box(keyFor(current, "token", purpose), newHead(), Buffer.from(text, "utf8"), header);
    return Buffer.concat([header, sealed]).toString("base64url");
  }

  function openToken(purpose: Purpose, token: string): string | undefined {
    const bytes = Buffer.from(token, "base64url");
    // Node's decoder skips what it does not know: only the one true spelling of a token counts.
    if (bytes.length <= TOKEN_HEADER || bytes.toString("base64url") !== token) return undefined;
    if (bytes[0] !== TOKEN_VERSION) return undefined;
    const master = byId.get(bytes.toString("hex", 1, TOKEN_HEADER));
    if (!master) return undefined;
    const associated = bytes.subarray(0, TOKEN_HEADER);
    return unbox(keyFor(master, "token", purpose), bytes.subarray(TOKEN_HEADER), associated)?.toString(
      "utf8",
    );
  }

  const digest = (purpose: Purpose, text: string): string =>
    createHmac("sha256", keyFor(current, "digest", purpose)(0))
      .update(text)
      .digest("base64url");

  return { seal, open, sealToken, openToken, digest };
}
