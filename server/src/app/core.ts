/** From a configuration and a database's address to a database that is open and current. */
import type { Config } from "#src/platform/config/index.ts";
import { createIds, createSecrets, deriveKey, machineIdOf, readCorpus } from "#src/platform/crypto/index.ts";
import { type Database, migrate, openDatabase } from "#src/platform/db/index.ts";
import { type OpenStore, openStore, upgradeRows } from "#src/platform/eventstore/index.ts";
import { createLimits, createOnce, type Limits, type Once } from "#src/platform/limits/index.ts";
import { createOutbound } from "#src/platform/outbound/index.ts";
import type { PageLimits } from "#src/platform/request/index.ts";
import type { Log } from "#src/platform/telemetry/index.ts";
import type { ContextParts } from "./context.ts";
import { checkMasterKeys, type FoundKeys } from "./master-keys.ts";
import { ownPlaces } from "./messaging.ts";
import { schema } from "./migrations/schema.ts";
import { entities } from "./parts.ts";

export interface OpenOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly keys: FoundKeys["keys"];
  readonly log: Log;
  readonly newRequestId: () => string;
  /** Drawn once per machine; workers share it and differ by number. */
  readonly machineSeed: string;
  readonly worker: number;
  /** Where files lie that are not code. */
  readonly folders: { readonly console: string; readonly loginAssets: URL };
}

/** What commands and the server have in common: an open, current database. */
export interface Core extends ContextParts {
  readonly database: Database;
  readonly store: OpenStore;
  readonly limits: Limits;
  readonly once: Once;
  readonly hashLoad: ReturnType<typeof createSecrets>["hashLoad"];
  /** Hears of commits of this process that may have left jobs. The answer ends it. */
  listenForJobs(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Opens the database, brings the schema up to date and proves the master key. */
export async function openCore(options: OpenOptions): Promise<Core> {
  const { config } = options;
  const database = await openDatabase({
    url: options.databaseUrl,
    poolSize: Math.max(1, config.database.connections - 2),
    prepare: config.database.preparedStatements,
    localMs: Date.now,
  });
  try {
    return await coreOf(options, database);
  } catch (error) {
    // Its connections would keep a refused start alive.
    await database.close();
    throw error;
  }
}

async function coreOf({ config, keys, log, ...options }: OpenOptions, database: Database): Promise<Core> {
  const { policy, concurrency, queue } = config.hashing;
  const { corpusFile } = config.passwords;
  const secrets = createSecrets({
    keys,
    policy,
    commonPasswords: corpusFile === undefined ? undefined : await readCorpus(corpusFile),
    hashQueue: queue,
    ...(concurrency === undefined ? {} : { hashConcurrency: concurrency }),
  });
  await migrate(database, schema, { onStep: (step) => log.info("migrating", { step }) });
  await checkMasterKeys(database, secrets);
  await upgradeRows({
    database,
    entities,
    secrets,
    // A new database has nothing to fold, table by table.
    onStep: (table, rows) => log[rows === 0 ? "debug" : "info"]("folded rows again", { table, rows }),
  });
  const jobListeners = new Set<() => void>();
  const store = await openStore({
    database,
    entities,
    secrets,
    localMs: Date.now,
    onSlowDecision: (milliseconds) => log.warn("a decision held up the commit lane", { milliseconds }),
    onJobs: () => {
      for (const listener of jobListeners) listener();
    },
  });
  const limits = createLimits({
    db: database,
    pepper: deriveKey(keys, "limits"),
    enabled: config.limits.rateLimits,
  });
  return {
    database,
    store,
    secrets,
    limits,
    once: createOnce({ db: database, pepper: deriveKey(keys, "once") }),
    outbound: createOutbound({ ...config.outbound, ownPlaces: ownPlaces(config) }),
    hashLoad: secrets.hashLoad,
    newId: createIds(machineIdOf(options.machineSeed, options.worker), Date.now),
    now: () => database.now(),
    auditRetentionSeconds: config.limits.auditLogRetention,
    pageLimits: pageLimitsOf(config),
    listenForJobs(listener) {
      jobListeners.add(listener);
      return () => jobListeners.delete(listener);
    },
    async close() {
      await store.close();
      await database.close();
    },
  };
}

const pageLimitsOf = ({ limits }: Config): PageLimits => ({
  default: limits.defaultQueryLimit,
  max: limits.maxQueryLimit,
  list: limits.maxListLimit,
});
