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

interface Cost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

function isBearable({ ln, r, p }: Cost): boolean {
  const memory = 128 * 2 ** ln * r;
  const sensible = ln >= 1 && r >= 1 && p >= 1 && p <= 16;
  return sensible && memory <= MAX_MEMORY && memory * p <= 4 * MAX_MEMORY;
}

/** `$scrypt$ln=16,r=8,p=1$<salt>$<hash>` (passlib; RFC 7914). */
export function parseScrypt(encoded: string): KnownHash | undefined {
  const [, ln, r, p, saltText = "", digestText = ""] = SHAPE.exec(encoded) ?? [];
  const salt = decodeBase64(saltText);
  const digest = decodeBase64(digestText);
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  if (!salt || !digest || !isBearable(cost)) return undefined;
  const numbers = { N: 2 ** cost.ln, r: cost.r, p: cost.p };
  return {
    algorithm: "scrypt",
    cost: { ln: cost.ln, r: cost.r },
    check: {
      kind: "pool",
      verify: async (plain) => equalBytes(await derive(plain, salt, digest.length, numbers), digest),
    },
  };
}
