import { pbkdf2 } from "node:crypto";
import { equalBytes } from "../constant-time.ts";
import type { KnownHash } from "./hash-family.ts";
import { decodeBase64 } from "./phc64.ts";

const SHAPE =
  /^\$pbkdf2(?:-(sha1|sha224|sha256|sha384|sha512))?\$(?:i=)?(\d{1,7})\$([^$]{1,344})\$([^$]{16,344})$/;
const MAX_ITERATIONS = 5_000_000;

function derive(plain: string, salt: Buffer, iterations: number, length: number, digest: string) {
  return new Promise<Buffer>((resolve, reject) => {
    pbkdf2(plain, salt, iterations, length, digest, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `$pbkdf2-sha256$29000$<salt>$<hash>` in passlib's base64 or the standard one; without a digest it is SHA-1. */
export function parsePbkdf2(encoded: string): KnownHash | undefined {
  const match = SHAPE.exec(encoded);
  const salt = decodeBase64(match?.[3] ?? "");
  const digest = decodeBase64(match?.[4] ?? "");
  const iterations = Number(match?.[2]);
  if (!match || !salt || !digest || iterations < 1 || iterations > MAX_ITERATIONS) return undefined;
  const name = match[1] ?? "sha1";
  return {
    algorithm: `pbkdf2-${name}`,
    cost: { iterations },
    check: {
      kind: "pool",
      verify: async (plain) => equalBytes(await derive(plain, salt, iterations, digest.length, name), digest),
    },
  };
}
