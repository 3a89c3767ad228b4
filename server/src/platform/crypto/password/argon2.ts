import { hash, verify } from "@node-rs/argon2";
import type { KnownHash } from "./hash-family.ts";

/** Memory in KiB; RFC 9106 calls passes t and lanes p. */
export interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

const SHAPE =
  /^\$(argon2(?:id|i|d))(?:\$v=(?:16|19))?\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{16,172}$/;
const MAX_MEMORY_KIB = 262_144;
const MAX_WORK_KIB = 4 * MAX_MEMORY_KIB;

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>` and the i and d variants (PHC string format). */
export function parseArgon2(encoded: string): KnownHash | undefined {
  const match = SHAPE.exec(encoded);
  if (!match) return undefined;
  const memoryKib = Number(match[2]);
  const passes = Number(match[3]);
  const lanes = Number(match[4]);
  if (memoryKib < 8 * lanes || memoryKib > MAX_MEMORY_KIB || memoryKib * passes > MAX_WORK_KIB)
    return undefined;
  if (passes < 1 || lanes < 1) return undefined;
  return {
    algorithm: match[1] ?? "",
    cost: { memoryKib, passes },
    check: { kind: "pool", verify: (plain) => verify(encoded, plain) },
  };
}

export function hashArgon2id(plain: string, cost: Argon2Cost): Promise<string> {
  // 2 is Argon2id; the package's const enum cannot be named under `isolatedModules`.
  return hash(plain, {
    algorithm: 2,
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: cost.lanes,
  });
}
