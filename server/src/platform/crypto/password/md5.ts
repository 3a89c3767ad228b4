import { hash } from "node:crypto";
import { equalBytes } from "../constant-time.ts";
import type { KnownHash } from "./hash-family.ts";
import { decodeBase64 } from "./phc64.ts";

/** A single MD5 is done at once. */
function single(algorithm: string, digest: Buffer, input: (plain: string) => string): KnownHash {
  return {
    algorithm,
    cost: {},
    check: {
      kind: "pool",
      verify: (plain) => Promise.resolve(equalBytes(hash("md5", input(plain), "buffer"), digest)),
    },
  };
}

/** 32 hex digits: MD5 of the bare password. */
export function parseMd5Plain(encoded: string): KnownHash | undefined {
  if (!/^[0-9a-fA-F]{32}$/.test(encoded)) return undefined;
  return single("md5plain", Buffer.from(encoded, "hex"), (plain) => plain);
}

/** `$md5salted-suffix$<salt>$<base64>` or `-prefix`: MD5 of password and salt put together in that order. */
export function parseMd5Salted(encoded: string): KnownHash | undefined {
  const match = /^\$md5salted-(prefix|suffix)\$([^$]{1,200})\$([A-Za-z0-9+/]{22}(?:==)?)$/.exec(encoded);
  const digest = decodeBase64(match?.[3] ?? "");
  const salt = match?.[2];
  if (!match || !digest || salt === undefined) return undefined;
  return single("md5salted", digest, (plain) => (match[1] === "prefix" ? salt + plain : plain + salt));
}
