import { hash, verify } from "@node-rs/bcrypt";
import type { KnownHash } from "./hash-family.ts";

/** bcrypt reads no further; the rest of a longer password would count for nothing. */
export const BCRYPT_MAX_BYTES = 72;

/** At 16 a check takes about three seconds of a core. */
const MAX_COST = 16;
const SHAPE = /^\$2[aby]?\$(\d\d)\$[./A-Za-z0-9]{53}$/;

/** `$2b$12$<22 characters of salt><31 of hash>`; 2, 2a, 2b and 2y are one algorithm for valid UTF-8. */
export function parseBcrypt(encoded: string): KnownHash | undefined {
  const cost = Number(SHAPE.exec(encoded)?.[1]);
  if (!(cost >= 4 && cost <= MAX_COST)) return undefined;
  const spelled = encoded.replace(/^\$2[aby]?\$/, "$2b$");
  return {
    algorithm: "bcrypt",
    cost: { cost },
    check: { kind: "pool", verify: (plain) => verify(plain, spelled) },
  };
}

export function hashBcrypt(plain: string, cost: number): Promise<string> {
  return hash(plain, cost);
}
