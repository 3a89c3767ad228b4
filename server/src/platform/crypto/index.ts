export { fromBase32, toBase32 } from "./base32.ts";
export { checkCanaries } from "./canary.ts";
export { readCorpus } from "./common/common-passwords.ts";
export type { WordFilter } from "./common/word-filter.ts";
export { equalBytes, equalText } from "./constant-time.ts";
export { createSecrets, type SecretsOptions } from "./create-secrets.ts";
export {
  deriveKey,
  ensureMasterKeyFile,
  isPublishedKey,
  type MasterKey,
  MasterKeyError,
  type MasterKeys,
  parseMasterKeys,
  readMasterKeyFile,
} from "./master-key.ts";
export type { HashLoad } from "./password/bounded.ts";
export { DEFAULT_HASH_POLICY, type HashPolicy } from "./password/password-hashing.ts";
export { createRandom, type Random } from "./random-lots.ts";
export { randomPassword, randomText, randomToken } from "./random-text.ts";
export { makeRsaPair } from "./rsa-pair.ts";
export type { CodeShape, Purpose, Sealed, Secrets } from "./secrets.ts";
export { createIds, machineIdOf, newMachineSeed } from "./snowflake.ts";
