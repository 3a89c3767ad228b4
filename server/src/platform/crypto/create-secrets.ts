import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { createClientSecrets } from "./client-secret.ts";
import { builtInPasswords, isCommon } from "./common/common-passwords.ts";
import type { WordFilter } from "./common/word-filter.ts";
import type { MasterKeys } from "./master-key.ts";
import type { HashLoad } from "./password/bounded.ts";
import { parseHash } from "./password/known-hashes.ts";
import type { HashPolicy } from "./password/password-hashing.ts";
import { createPasswordHashing, DEFAULT_HASH_POLICY } from "./password/password-hashing.ts";
import { randomCode } from "./random-text.ts";
import { createSealing } from "./sealing.ts";
import type { Secrets } from "./secrets.ts";

export interface SecretsOptions {
  readonly keys: MasterKeys;
  readonly policy?: HashPolicy;
  /** Hashes at once; by default the cores, three at most. */
  readonly hashConcurrency?: number;
  /** Hashes waiting before new ones are refused; 256 by default. */
  readonly hashQueue?: number;
  /** Passwords that are common where this is run, beside those that the product knows. */
  readonly commonPasswords?: WordFilter | undefined;
  /** Milliseconds; the system's clock by default. */
  readonly clock?: () => number;
}

/** All secret handling of one process, and how busy its hashing is. */
export function createSecrets(options: SecretsOptions): Secrets & { hashLoad(): HashLoad } {
  const passwords = createPasswordHashing({
    policy: options.policy ?? DEFAULT_HASH_POLICY,
    concurrency: options.hashConcurrency ?? Math.min(availableParallelism(), 3),
    maxWaiting: options.hashQueue ?? 256,
  });
  const clock = options.clock ?? Date.now;
  const clients = createClientSecrets(passwords, clock);
  const common = [builtInPasswords(), ...(options.commonPasswords ? [options.commonPasswords] : [])];
  return {
    ...createSealing(options.keys, clock),
    hashPassword: (plain) => passwords.hash(plain),
    verifyPassword: (encoded, plain) => passwords.verify(encoded, plain),
    isCommonPassword: (plain) => isCommon(common, plain),
    isKnownHash: (encoded) => parseHash(encoded) !== undefined,
    hashSecret: (plain) => clients.hash(plain),
    verifySecret: (encoded, plain) => clients.verify(encoded, plain),
    random: randomBytes,
    code: randomCode,
    hashLoad: () => passwords.load(),
  };
}
