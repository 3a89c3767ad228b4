/** The composition root: from an open database to a service that answers. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { featureOf } from "#src/domains/feature/index.ts";
import { createMeter } from "#src/domains/quota/index.ts";
import { createLogin, createRefusalPage, loginParts, readAssets } from "#src/login/index.ts";
import { authorizeMethod } from "#src/platform/authz/index.ts";
import type { Config } from "#src/platform/config/index.ts";
import {
  createFront,
  createTrust,
  defaultHostRules,
  type Exchange,
  type Front,
  fromFetch,
  openPort,
  type Port,
  type Route,
  sendResponse,
} from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { contractMethods } from "#src/platform/rpc/contract.ts";
import { createRpc } from "#src/platform/rpc/index.ts";
import { createMetrics, createRegistry, registerGauges } from "#src/platform/telemetry/index.ts";
import { oidcRoutes } from "#src/protocols/oidc/index.ts";
import { assetRoute } from "./assets.ts";
import { callersOf, tokenContext } from "./callers.ts";
import { consoleRoutes } from "./console.ts";
import { contextOf } from "./context.ts";
import type { Core, OpenOptions } from "./core.ts";
import { hasDevInbox } from "./dev-inbox.ts";
import { publicOrigin, setupContext } from "./first-instance.ts";
import { instanceDefaults } from "./instance-defaults.ts";
import { instanceJobs } from "./instance-jobs.ts";
import { startJobs } from "./jobs.ts";
import { managerRoleRoute } from "./manager-roles.ts";
import { messageRoutes, messageTasks, warnWithoutMail } from "./messaging.ts";
import { partsWith } from "./parts.ts";
import { createQuotaGate, type QuotaGate } from "./quota-gate.ts";
import { startingSettings } from "./starting-settings.ts";
import { systemAuthentication } from "./system-users.ts";
import { tenantFinder } from "./tenants.ts";

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
  const origin = publicOrigin(config);
  const meter = createMeter({
    store: core.store,
    contextFor: (instanceId) => setupContext(core, instanceId, origin),
    onTrouble: (error) => log.warn("cannot add up what instances use", { error }),
  });
  const served: Served = {
    core,
    options,
    registry,
    metrics,
    gate: createQuotaGate(meter),
    translate: createTranslate(),
    report: (error, requestId) => log.error("unexpected error", { requestId, error }),
  };
  const port = await openPort({
    host: config.host,
    port: config.port,
    ...(config.tls === undefined ? {} : { tls: await readTls(config.tls) }),
    onRequest: frontOf(served),
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

/** What the routes of one process share. */
interface Served {
  readonly core: Core;
  readonly options: OpenOptions;
  readonly registry: ReturnType<typeof createRegistry>;
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly gate: QuotaGate;
  readonly translate: ReturnType<typeof createTranslate>;
  readonly report: (error: unknown, requestId: string) => void;
}

function frontOf(served: Served): Front {
  const { core, options, registry, translate, report } = served;
  const { config, log } = options;
  return createFront({
    routes: routesOf(served),
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
    clock: () => performance.now(),
    onAccess: ({ status, ...entry }) => log.debug("request", { status, ...entry }),
    onError: (error, { requestId }) => report(error, requestId),
  });
}

async function notReady({ database }: Core): Promise<readonly string[]> {
  try {
    await database.query({ text: "select 1 as one", values: [] });
    return [];
  } catch {
    return ["the database does not answer"];
  }
}

function routesOf(served: Served): readonly Route[] {
  const { core, options, gate, translate, report } = served;
  return [
    ...rpcRoutes(served),
    ...loginAndOidcRoutes(served),
    managerRoleRoute,
    ...messageRoutes(core, options.config, { gate, translate, report }),
    assetRoute({
      visitor: async (exchange) => contextOf(core, exchange, await exchange.tenant()),
      contextFor: (exchange, token, org) => tokenContext({ core, gate }, exchange, token, org),
      translate,
      report,
    }),
    ...consoleRoutes(core.store, options.folders.console),
  ];
}

function rpcRoutes({ core, options: { config, log }, gate, translate, metrics }: Served): readonly Route[] {
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
    translate,
    clock: () => performance.now(),
    onCall: metrics.rpc,
    onUnexpected: (error, call) =>
      log.error("unexpected error", { requestId: call.exchange.requestId, method: call.method.name, error }),
    ...callersOf({ core, systemUser, origin, gate }),
  });
}

/** The pages, and the protocol whose refusals they show. */
function loginAndOidcRoutes({ core, options, gate, translate, report }: Served): readonly Route[] {
  const { config, folders } = options;
  const pages = {
    context: async (exchange: Exchange) => {
      const tenant = await exchange.tenant();
      // Forms are waited for after the host was looked up.
      const config = exchange.method === "GET" ? tenant.config : undefined;
      return contextOf(core, exchange, tenant, { config, creator: "LOGIN" });
    },
    assets: readAssets(folders.loginAssets),
    keepsMails: hasDevInbox(config),
  };
  const login = fromFetch(createLogin({ ...pages, admit: gate.check, report }).fetch);
  const refusalPage = createRefusalPage(pages);
  const oidc = oidcRoutes({
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
  });
  const prefixes = ["/ui/v2/login", "/ui/login"];
  return [...oidc, ...prefixes.map((prefix): Route => ({ prefix, tenant: "checked", handle: login }))];
}
