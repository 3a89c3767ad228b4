/** The composition root: from a configuration to a service that answers. */
import { readFile } from "node:fs/promises";
import { authenticate as authenticateToken } from "#src/domains/token/index.ts";
import { createHouse, createLogin, loginParts, readAssets } from "#src/login/index.ts";
import { authorizeMethod } from "#src/platform/authz/index.ts";
import type { Config } from "#src/platform/config/index.ts";
import { createIds, createSecrets, deriveKey, machineIdOf } from "#src/platform/crypto/index.ts";
import { type Database, migrate, openDatabase } from "#src/platform/db/index.ts";
import { type OpenStore, openStore, upgradeRows } from "#src/platform/eventstore/index.ts";
import {
  createFront,
  createTrust,
  defaultHostRules,
  type Exchange,
  fromFetch,
  openPort,
  type Port,
  type Route,
} from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createLimits, createOnce, type Limits, type Once } from "#src/platform/limits/index.ts";
import { createOutbound } from "#src/platform/outbound/index.ts";
import { contractMethods } from "#src/platform/rpc/contract.ts";
import { createRpc } from "#src/platform/rpc/index.ts";
import { createMetrics, createRegistry, type Log, registerGauges } from "#src/platform/telemetry/index.ts";
import { oidcRoutes } from "#src/protocols/oidc/index.ts";
import { consoleRoutes } from "./console.ts";
import { type ContextParts, contextOf, withCaller } from "./context.ts";
import { publicOrigin } from "./first-instance.ts";
import { startJobs } from "./jobs.ts";
import { checkMasterKeys, type FoundKeys } from "./master-keys.ts";
import { schema } from "./migrations/schema.ts";
import { entities, parts } from "./parts.ts";
import { tenantFinder } from "./tenants.ts";

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
  const secrets = createSecrets({
    keys,
    policy,
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
    outbound: createOutbound(config.outbound),
    hashLoad: secrets.hashLoad,
    newId: createIds(machineIdOf(options.machineSeed, options.worker), Date.now),
    now: () => database.now(),
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

export interface Gatehouse {
  readonly port: Port;
  /** Lets running requests finish, then closes everything. */
  close(): Promise<void>;
}

/** Starts to answer. */
export async function openGatehouse(core: Core, options: OpenOptions): Promise<Gatehouse> {
  const { config, log } = options;
  const registry = createRegistry();
  const metrics = createMetrics(registry);
  const stopGauges = registerGauges(registry, {
    hashing: core.hashLoad,
    lanes: () => ({ commit: core.store.depth() }),
  });
  const translate = createTranslate();
  const clock = () => performance.now();
  const report = (error: unknown, requestId: string) => log.error("unexpected error", { requestId, error });
  const contextFor = async (exchange: Exchange) => contextOf(core, exchange, await exchange.tenant());
  const login = fromFetch(
    createLogin({
      context: async (exchange) => ({ ...(await contextFor(exchange)), creator: "LOGIN" }),
      backend: createHouse({ limits: core.limits }),
      assets: readAssets(options.folders.loginAssets),
      report,
    }).fetch,
  );
  const front = createFront({
    routes: [
      ...rpcRoutes(core, options, translate, metrics.rpc),
      ...oidcRoutes({
        makeCtx: async (exchange) => ({ ...(await contextFor(exchange)), creator: "OIDC" }),
        limits: core.limits,
        once: core.once,
        translate,
        report,
      }),
      ...["/ui/v2/login", "/ui/login"].map((prefix): Route => ({ prefix, tenant: "checked", handle: login })),
      ...consoleRoutes(core.store, options.folders.console),
    ],
    trust: createTrust({ proxies: config.trustedProxies, hostRules: defaultHostRules }),
    tenants: {
      findHost: tenantFinder(core.store),
      configured: () => [config.external.domain],
      setting: "GATEHOUSE_EXTERNAL_DOMAIN",
    },
    externalSecure: config.external.secure,
    strictTransport: config.external.secure && !config.local,
    debug: { notReady: () => notReady(core), metrics: () => registry.render() },
    translate,
    newRequestId: options.newRequestId,
    clock,
    onAccess: ({ status, ...entry }) => log.debug("request", { status, ...entry }),
    onError: (error, { requestId }) => report(error, requestId),
  });
  const port = await openPort({
    host: config.host,
    port: config.port,
    ...(config.tls === undefined ? {} : { tls: await readTls(config.tls) }),
    onRequest: front,
  });
  const jobs = startJobs(core, { log, onRun: metrics.job, origin: publicOrigin(config) });
  return {
    port,
    async close() {
      await port.close();
      await jobs.stop();
      stopGauges();
      await core.close();
    },
  };
}

async function readTls({ cert, key }: NonNullable<Config["tls"]>) {
  const [certificate, privateKey] = await Promise.all([readFile(cert), readFile(key)]);
  return { cert: certificate, key: privateKey };
}

async function notReady({ database }: Core): Promise<readonly string[]> {
  try {
    await database.query({ text: "select 1 as one", values: [] });
    return [];
  } catch {
    return ["the database does not answer"];
  }
}

function rpcRoutes(
  core: Core,
  { log }: OpenOptions,
  translate: ReturnType<typeof createTranslate>,
  onCall: ReturnType<typeof createMetrics>["rpc"],
): readonly Route[] {
  return createRpc({
    methods: contractMethods,
    parts: [...parts, ...loginParts],
    authorize: authorizeMethod,
    translate,
    clock: () => performance.now(),
    onCall,
    onUnexpected: (error, call) =>
      log.error("unexpected error", { requestId: call.exchange.requestId, method: call.method.name, error }),
    authenticate: async (token, { exchange }) =>
      authenticateToken(contextOf(core, exchange, await exchange.tenant()), token, exchange.header("origin")),
    makeCtx: async ({ exchange }, caller, org) =>
      withCaller(contextOf(core, exchange, await exchange.tenant()), caller, org),
  });
}
