import { randomBytes } from "node:crypto";
import { Failure, invalid } from "#src/platform/failure/index.ts";
import { randomText } from "../random-text.ts";
import type { Argon2Cost } from "./argon2.ts";
import { hashArgon2id } from "./argon2.ts";
import { BCRYPT_MAX_BYTES, hashBcrypt } from "./bcrypt.ts";
import type { HashLoad } from "./bounded.ts";
import { createBounded } from "./bounded.ts";
import type { KnownHash } from "./hash-family.ts";
import { parseHash } from "./known-hashes.ts";
import { encodePhc64 } from "./phc64.ts";
import { createSlices } from "./slices.ts";

/** What new hashes are made with. */
export type HashPolicy =
  | ({ readonly algorithm: "argon2id" } & Argon2Cost)
  | { readonly algorithm: "bcrypt"; readonly cost: number };

/** OWASP's recommendation: 19 MiB, two passes, one lane; about 8 ms of a core. */
export const DEFAULT_HASH_POLICY: HashPolicy = {
  algorithm: "argon2id",
  memoryKib: 19_456,
  passes: 2,
  lanes: 1,
};

export interface HashingOptions {
  readonly policy: HashPolicy;
  /** Hashes computed at once. Below Node's thread pool (4), so that files and name look-ups keep a thread. */
  readonly concurrency: number;
  readonly maxWaiting: number;
}

export interface PasswordHashing {
  hash(plain: string): Promise<string>;
  verify(
    encoded: string | undefined,
    plain: string,
  ): Promise<{ readonly ok: boolean; readonly upgrade?: string }>;
  load(): HashLoad;
}

/** Longer passwords cost more to hash than they add. */
const MAX_BYTES = 1024;
const CRYPT64 = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function maxBytes(policy: HashPolicy): number {
  return policy.algorithm === "bcrypt" ? BCRYPT_MAX_BYTES : MAX_BYTES;
}

function hashWith(policy: HashPolicy, plain: string): Promise<string> {
  return policy.algorithm === "bcrypt" ? hashBcrypt(plain, policy.cost) : hashArgon2id(plain, policy);
}

/** A hash of nothing, at the policy's cost: checking it takes as long as checking a user's. */
export function dummyHash(policy: HashPolicy): string {
  if (policy.algorithm === "bcrypt")
    return `$2b$${String(policy.cost).padStart(2, "0")}$${randomText(21, CRYPT64)}.${randomText(30, CRYPT64)}.`;
  const cost = `m=${policy.memoryKib},t=${policy.passes},p=${policy.lanes}`;
  return `$argon2id$v=19$${cost}$${encodePhc64(randomBytes(16))}$${encodePhc64(randomBytes(32))}`;
}

/** Another algorithm, or weaker in any part. A stronger hash stays: lowering the cost must not weaken anybody. */
function isOutdated(known: KnownHash, policy: HashPolicy): boolean {
  if (known.algorithm !== policy.algorithm) return true;
  const wanted: Readonly<Record<string, number>> =
    policy.algorithm === "bcrypt"
      ? { cost: policy.cost }
      : { memoryKib: policy.memoryKib, passes: policy.passes };
  return Object.entries(wanted).some(([part, value]) => (known.cost[part] ?? 0) < value);
}

/** Hashing and checking of passwords, bounded in number, off the event loop. */
export function createPasswordHashing(options: HashingOptions): PasswordHashing {
  const { policy } = options;
  const bounded = createBounded(options.concurrency, options.maxWaiting);
  const inSlices = createSlices();
  const dummy = parseHash(dummyHash(policy));
  if (!dummy) throw new Error("the hashing cost is beyond what is verified");

  const compute = (plain: string) => bounded.run(() => hashWith(policy, plain));
  const check = (known: KnownHash, plain: string) =>
    bounded.run(() =>
      known.check.kind === "pool" ? known.check.verify(plain) : inSlices(known.check.steps(plain)),
    );

  /** The new hash, or none while hashing is overloaded: the next login will upgrade. */
  async function upgraded(known: KnownHash, plain: string): Promise<string | undefined> {
    if (!isOutdated(known, policy) || Buffer.byteLength(plain) > maxBytes(policy)) return undefined;
    return compute(plain).catch((error: unknown) => {
      if (error instanceof Failure && error.kind === "resource_exhausted") return undefined;
      throw error;
    });
  }

  return {
    async hash(plain) {
      if (Buffer.byteLength(plain) > maxBytes(policy))
        throw invalid("CRYPT-5pLn2", "Errors.User.Password.TooLong", { field: "password" });
      return compute(plain);
    },
    async verify(encoded, plain) {
      const known = encoded === undefined ? undefined : parseHash(encoded);
      const tooLong = Buffer.byteLength(plain) > MAX_BYTES;
      if (!known || tooLong) {
        await check(dummy, tooLong ? "" : plain);
        return { ok: false };
      }
      if (!(await check(known, plain))) return { ok: false };
      const upgrade = await upgraded(known, plain);
      return upgrade === undefined ? { ok: true } : { ok: true, upgrade };
    },
    load: () => bounded.load(),
  };
}
