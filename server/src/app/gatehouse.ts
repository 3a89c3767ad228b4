/** The composition root: from a configuration to a service that answers. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { featureOf } from "#src/domains/feature/index.ts";
import { createMeter } from "#src/domains/quota/index.ts";
import { createLogin, createRefusalPage, loginParts, readAssets } from "#src/login/index.ts";
import { authorizeMethod } from "#src/platform/authz/index.ts";
import type { Config } from "#src/platform/config/index.ts";
import { createIds, createSecrets, deriveKey, machineIdOf, readCorpus } from "#src/platform/crypto/index.ts";
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
  sendResponse,
} from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createLimits, createOnce, type Limits, type Once } from "#src/platform/limits/index.ts";
import { createOutbound } from "#src/platform/outbound/index.ts";
import { contractMethods } from "#src/platform/rpc/contract.ts";
import { createRpc } from "#src/platform/rpc/index.ts";
import { createMetrics, createRegistry, type Log, registerGauges } from "#src/platform/telemetry/index.ts";
import { oidcRoutes } from "#src/protocols/oidc/index.ts";
import { assetRoute } from "./assets.ts";
import { callersOf, tokenContext } from "./callers.ts";
import { consoleRoutes } from "./console.ts";
import { type ContextParts, contextOf } from "./context.ts";
import { hasDevInbox } from "./dev-inbox.ts";
import { publicOrigin, setupContext } from "./first-instance.ts";
import { instanceDefaults } from "./instance-defaults.ts";
import { instanceJobs } from "./instance-jobs.ts";
import { startJobs } from "./jobs.ts";
import { managerRoleRoute } from "./manager-roles.ts";
import { checkMasterKeys, type FoundKeys } from "./master-keys.ts";
import { messageRoutes, messageTasks, ownPlaces, warnWithoutMail } from "./messaging.ts";
import { schema } from "./migrations/schema.ts";
import { entities, partsWith } from "./parts.ts";
import { createQuotaGate, type QuotaGate } from "./quota-gate.ts";
import { startingSettings } from "./starting-settings.ts";
import { systemAuthentication } from "./system-users.ts";
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
    pageLimits: { default: config.limits.defaultQueryLimit, max: config.limits.maxQueryLimit },
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
  const origin = publicOrigin(config);
  const meter = createMeter({
    store: core.store,
    contextFor: (instanceId) => setupContext(core, instanceId, origin),
    onTrouble: (error) => log.warn("cannot add up what instances use", { error }),
  });
  const gate = createQuotaGate(meter);
  const pages = {
    context: async (exchange: Exchange) => {
      const tenant = await exchange.tenant();
      // Forms are waited for after the host was looked up.
      const config = exchange.method === "GET" ? tenant.config : undefined;
      return contextOf(core, exchange, tenant, { config, creator: "LOGIN" });
    },
    assets: readAssets(options.folders.loginAssets),
    keepsMails: hasDevInbox(config),
  };
  const login = fromFetch(createLogin({ ...pages, admit: gate.check, report }).fetch);
  const refusalPage = createRefusalPage(pages);
  const front = createFront({
    routes: [
      ...rpcRoutes(core, options, { translate, onCall: metrics.rpc, gate }),
      ...oidcRoutes({
        makeCtx: async (exchange) => {
          const tenant = await exchange.tenant();
          const ctx = contextOf(core, exchange, tenant, { config: tenant.config, creator: "OIDC" });
          await gate.check(exchange, ctx);
          return ctx;
        },
        countProven: gate.use,
        limits: core.limits,
        once: core.once,
        devices: config.oidc.deviceAuth,
        loginFeature: (ctx) => featureOf(ctx, "loginV2"),
        showRefusal: async (exchange, res, refusal) =>
          sendResponse(await refusalPage(exchange, refusal), res, exchange),
        translate,
        report,
      }),
      ...["/ui/v2/login", "/ui/login"].map((prefix): Route => ({ prefix, tenant: "checked", handle: login })),
      managerRoleRoute,
      ...messageRoutes(core, config, { gate, translate, report }),
      assetRoute({
        visitor: async (exchange) => contextOf(core, exchange, await exchange.tenant()),
        contextFor: (exchange, token, org) => tokenContext({ core, gate }, exchange, token, org),
        translate,
        report,
      }),
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
  const pool = { size: config.webKeyPool, shape: startingSettings(config.defaultInstance).webKey };
  const more = { ...instanceJobs(core, { origin, log, pool }), ...messageTasks(core, config, log) };
  await warnWithoutMail(core, config, log);
  const jobs = startJobs(core, { log, onRun: metrics.job, origin, more });
  return {
    port,
    async close() {
      await port.close();
      await jobs.stop();
      await meter.flush();
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

interface RpcParts {
  readonly translate: ReturnType<typeof createTranslate>;
  readonly onCall: ReturnType<typeof createMetrics>["rpc"];
  readonly gate: QuotaGate;
}

function rpcRoutes(core: Core, { config, log }: OpenOptions, rpc: RpcParts): readonly Route[] {
  const origin = publicOrigin(config);
  const systemUser = systemAuthentication({
    users: config.systemApiUsers,
    audience: origin,
    readFile: (path) => readFileSync(path, "utf8"),
  });
  return createRpc({
    methods: contractMethods,
    parts: [...partsWith(instanceDefaults(config, core.newId)), ...loginParts],
    authorize: authorizeMethod,
    translate: rpc.translate,
    clock: () => performance.now(),
    onCall: rpc.onCall,
    onUnexpected: (error, call) =>
      log.error("unexpected error", { requestId: call.exchange.requestId, method: call.method.name, error }),
    ...callersOf({ core, systemUser, origin, gate: rpc.gate }),
  });
}
