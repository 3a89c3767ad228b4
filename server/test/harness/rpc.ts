/** RPC for tests: in memory for slices, or on a real port for what concerns the wire. */
import type { DescService } from "@bufbuild/protobuf";
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

/** An in-memory Connect transport whose calls carry these headers. */
export type TestApi = (headers: Readonly<Record<string, string>>) => Transport;

/**
 * The API in memory, over the product's own chain: authentication, context, permission by annotation, validation,
 * handler, error mapping. Clients are made of its transports by `createClient`. A service is mounted when it is first
 * called: to mount all of them takes longer than most tests.
 */
export function createTestApi(
  parts: readonly ServicePart[],
  makeCtx: RpcOptions["makeCtx"],
  options: Omit<TestRpcOptions, "token" | "headers"> = {},
): TestApi {
  const chain = createChain(rpcOptions(parts, makeCtx, options));
  const mounted = new Map<DescService, Transport>();
  const mount = (service: DescService): Transport => {
    const { options: router, routes } = connectRoutes(methodsOf(service), chain, (context) =>
      memoryExchange(context, options),
    );
    const transport = createRouterTransport(routes, { router });
    mounted.set(service, transport);
    return transport;
  };
  const of = (service: DescService): Transport => mounted.get(service) ?? mount(service);
  return (headers) => {
    const withHeaders = (given: Parameters<Transport["unary"]>[3]): Headers => {
      const all = new Headers(given);
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      return all;
    };
    return {
      unary: (method, signal, timeoutMs, header, ...rest) =>
        of(method.parent).unary(method, signal, timeoutMs, withHeaders(header), ...rest),
      stream: (method, signal, timeoutMs, header, ...rest) =>
        of(method.parent).stream(method, signal, timeoutMs, withHeaders(header), ...rest),
    };
  };
}

/** The same for one caller. */
export const createTestTransport = (
  parts: readonly ServicePart[],
  makeCtx: RpcOptions["makeCtx"],
  options: TestRpcOptions = {},
): Transport => createTestApi(parts, makeCtx, options)(headersOf(options));

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
      methods: options.methods ?? readContract([...new Set(parts.map(({ service }) => service))], {}),
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

const read = new Map<DescService, readonly RpcMethod[]>();

/** Annotations are read once per service: it takes its time. */
function methodsOf(service: DescService): readonly RpcMethod[] {
  const methods = read.get(service) ?? readContract([service], {});
  read.set(service, methods);
  return methods;
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
