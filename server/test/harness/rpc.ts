/** RPC for tests: in memory for slices, or on a real port for what concerns the wire. */
import { createRouterTransport, type HandlerContext, type Transport } from "@connectrpc/connect";
import { authorizeMethod } from "#src/platform/authz/index.ts";
import {
  type AccessEntry,
  createFront,
  createTrust,
  type Exchange,
  openPort,
  type Port,
  readLanguages,
} from "#src/platform/http/index.ts";
import type { Caller } from "#src/platform/request/index.ts";
import { createChain } from "#src/platform/rpc/chain.ts";
import { connectRoutes } from "#src/platform/rpc/connect.ts";
import { type RpcMethod, readContract } from "#src/platform/rpc/contract.ts";
import {
  createRpc,
  type RpcOptions,
  type RpcServerOptions,
  type ServicePart,
} from "#src/platform/rpc/index.ts";

/** What a test may set; the rest is as in the product, with texts left as keys. */
export interface TestRpcOptions extends Partial<Omit<RpcOptions, "parts" | "makeCtx">> {
  /** Sent as bearer token. Without `authenticate` it is the caller's user id. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The tenant that every call belongs to. */
  readonly instanceId?: string;
  readonly origin?: string;
}

/**
 * An in-memory Connect transport over the product's own chain: authentication, context, permission by
 * annotation, validation, handler, error mapping. Clients are made of it by `createClient`.
 */
export function createTestTransport(
  parts: readonly ServicePart[],
  makeCtx: RpcOptions["makeCtx"],
  options: TestRpcOptions = {},
): Transport {
  const chain = createChain(rpcOptions(parts, makeCtx, options));
  const { options: router, routes } = connectRoutes(methodsOf(parts), chain, (context) =>
    memoryExchange(context, options),
  );
  return createRouterTransport(routes, {
    router,
    transport: {
      interceptors: [
        (next) => (request) => {
          for (const [name, value] of Object.entries(headersOf(options))) request.header.set(name, value);
          return next(request);
        },
      ],
    },
  });
}

export interface TestServer {
  readonly port: Port;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What was thrown and not foreseen; a test that expects none checks it. */
  readonly unexpected: readonly unknown[];
  readonly access: readonly AccessEntry[];
}

/** The API on a real port of loopback, for any host name. */
export async function startTestServer(
  parts: readonly ServicePart[],
  makeCtx: RpcOptions["makeCtx"],
  options: TestRpcOptions & Pick<Partial<RpcServerOptions>, "methods" | "unaryPath"> = {},
): Promise<TestServer> {
  const unexpected: unknown[] = [];
  const rpc = rpcOptions(parts, makeCtx, { onUnexpected: (error) => unexpected.push(error), ...options });
  const access: AccessEntry[] = [];
  let ids = 0;
  const front = createFront({
    routes: createRpc({
      ...rpc,
      methods: options.methods ?? methodsOf(parts),
      unaryPath: options.unaryPath ?? true,
    }),
    trust: createTrust({ proxies: [], hostRules: [] }),
    tenants: {
      findHost: async (name) =>
        name.startsWith("unknown")
          ? undefined
          : { instanceId: options.instanceId ?? "instance", kind: "registered" },
      configured: () => ["known.example"],
      setting: "SETTING",
    },
    externalSecure: false,
    strictTransport: false,
    debug: { notReady: async () => [], metrics: () => "" },
    translate: rpc.translate,
    newRequestId: () => `request-${++ids}`,
    clock: rpc.clock,
    onAccess: (entry) => access.push(entry),
    onError: (error) => unexpected.push(error),
  });
  const port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front });
  return { port, url: `http://127.0.0.1:${port.address.port}`, unexpected, access };
}

function rpcOptions(
  parts: readonly ServicePart[],
  makeCtx: RpcOptions["makeCtx"],
  options: TestRpcOptions,
): RpcOptions {
  return {
    parts,
    makeCtx,
    authenticate: options.authenticate ?? (async (token) => testCaller(token)),
    authorize: options.authorize ?? authorizeMethod,
    translate: options.translate ?? ((key) => key),
    clock: options.clock ?? (() => performance.now()),
    onUnexpected: options.onUnexpected ?? ((error) => console.error("unexpected in a handler:", error)),
    ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
  };
}

function testCaller(userId: string): Caller {
  return { kind: "user", userId, orgId: "", scopes: [], memberships: async () => [] };
}

function methodsOf(parts: readonly ServicePart[]): readonly RpcMethod[] {
  return readContract([...new Set(parts.map(({ service }) => service))], {});
}

function headersOf({ token, headers }: TestRpcOptions): Readonly<Record<string, string>> {
  return { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers };
}

function memoryExchange(context: HandlerContext, options: TestRpcOptions): Exchange {
  const header = (name: string): string | undefined => context.requestHeader.get(name) ?? undefined;
  const origin = options.origin ?? "http://localhost";
  return {
    requestId: "test",
    method: context.requestMethod,
    path: new URL(context.url).pathname,
    query: "",
    ip: "127.0.0.1",
    userAgent: header("user-agent") ?? "",
    languages: readLanguages(header("accept-language")),
    header,
    addHeader: (name, value) => context.responseHeader.append(name, value),
    tenant: async () => ({ instanceId: options.instanceId ?? "instance", origin }),
  };
}
