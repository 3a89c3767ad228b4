import { join } from "node:path";
import type { Config } from "#src/platform/config/index.ts";
import {
  checkCanaries,
  ensureMasterKeyFile,
  MasterKeyError,
  type MasterKeys,
  parseMasterKeys,
  readMasterKeyFile,
  type Secrets,
} from "#src/platform/crypto/index.ts";
import type { Database } from "#src/platform/db/index.ts";
import { addCanary, readCanaries } from "./queries.ts";

export interface FoundKeys {
  readonly keys: MasterKeys;
  /** The file they come from; undefined when they were given directly. */
  readonly file: string | undefined;
  readonly generated: boolean;
}

/**
 * The master keys, as configured; only an embedded database makes its own.
 * @throws MasterKeyError when there are none for an external database, where a new one would lock data away
 */
export async function findMasterKeys(config: Config): Promise<FoundKeys> {
  if (config.masterkey !== undefined)
    return { keys: parseMasterKeys(config.masterkey), file: undefined, generated: false };
  if (config.masterkeyFile !== undefined)
    return {
      keys: await readMasterKeyFile(config.masterkeyFile),
      file: config.masterkeyFile,
      generated: false,
    };
  if (config.database.url !== undefined)
    throw new MasterKeyError(
      "a database of your own needs a master key: give it in GATEHOUSE_MASTERKEY or --masterkey-file " +
        "(make one with: head -c 32 /dev/urandom | base64)",
    );
  const file = join(config.dataDir, "masterkey");
  return { ...(await ensureMasterKeyFile(file)), file };
}

/** Refuses keys that are not the database's; remembers a new current one. */
export async function checkMasterKeys(database: Database, secrets: Secrets): Promise<void> {
  const fresh = checkCanaries(secrets, await readCanaries(database));
  if (fresh) await addCanary(database, fresh);
}
