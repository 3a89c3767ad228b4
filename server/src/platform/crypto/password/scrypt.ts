import { scrypt } from "node:crypto";
import { equalBytes } from "../constant-time.ts";
import type { KnownHash } from "./hash-family.ts";
import { decodeBase64 } from "./phc64.ts";

const SHAPE = /^\$(?:scrypt|7)\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([^$]{1,172})\$([^$]{16,172})$/;
const MAX_MEMORY = 256 * 1024 * 1024;

function derive(plain: string, salt: Buffer, length: number, cost: { N: number; r: number; p: number }) {
  const maxmem = 128 * cost.N * cost.r + 128 * cost.r * cost.p + 1024 * 1024;
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(plain, salt, length, { ...cost, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `$scrypt$ln=16,r=8,p=1$<salt>$<hash>` (passlib; RFC 7914). */
export function parseScrypt(encoded: string): KnownHash | undefined {
  const match = SHAPE.exec(encoded);
  const salt = decodeBase64(match?.[4] ?? "");
  const digest = decodeBase64(match?.[5] ?? "");
  if (!match || !salt || !digest) return undefined;
  const [ln, r, p] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const N = 2 ** ln;
  if (ln < 1 || r < 1 || p < 1 || p > 16 || 128 * N * r * p > 4 * MAX_MEMORY || 128 * N * r > MAX_MEMORY)
    return undefined;
  return {
    algorithm: "scrypt",
    cost: { ln, r },
    check: {
      kind: "pool",
      verify: async (plain) => equalBytes(await derive(plain, salt, digest.length, { N, r, p }), digest),
    },
  };
}
