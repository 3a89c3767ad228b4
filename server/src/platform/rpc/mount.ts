/** All services of the contract on the port: Connect, gRPC and gRPC-web by service name, REST by path. */
import { Code, ConnectError, createContextValues } from "@connectrpc/connect";
import { compressionGzip, connectNodeAdapter } from "@connectrpc/connect-node";
import {
  applyApiCors,
  BodyTooLarge,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type NodeHandler,
  type Route,
  readBody,
} from "#src/platform/http/index.ts";
import type { RpcOptions } from "./call.ts";
import { createChain } from "./chain.ts";
import { connectRoutes, exchangeKey } from "./connect.ts";
import type { RpcMethod } from "./contract.ts";
import { reflectionRoutes } from "./reflection/index.ts";
import { answerRest, createRestRouter } from "./rest/rest.ts";
import { maxFramedBytes } from "./unary/frame.ts";
import { createUnaryPath } from "./unary/unary.ts";
import { answerUnknownRpc } from "./unknown.ts";

export interface RpcServerOptions extends RpcOptions {
  /** The methods to mount: `contractMethods`. Those without a handler answer UNIMPLEMENTED. */
  readonly methods: readonly RpcMethod[];
  /** False sends every call through connect-es; for comparing both. */
  readonly unaryPath?: boolean;
}

/**
 * The routes of the API for `createFront`.
 * @throws Error when two parts give the same method, or two methods the same REST route
 */
export function createRpc(options: RpcServerOptions): readonly Route[] {
  const { methods } = options;
  const chain = createChain(options);
  const restRouter = createRestRouter(methods);
  const byConnect = connectHandler(methods, chain);
  const unary = options.unaryPath === false ? undefined : createUnaryPath(methods, chain);
  const known = new Set(methods.map(({ name }) => `/${name}`));
  const handleRpc: NodeHandler = (req, res, exchange) => {
    if (applyApiCors(req, res, exchange)) return undefined;
    if (!known.has(exchange.path)) return answerUnknownRpc(res, exchange);
    res.setHeader("cache-control", "no-store");
    return unary?.(req, res, exchange) ?? byConnect(req, res, exchange);
  };
  const handleRest: NodeHandler = (req, res, exchange) =>
    applyApiCors(req, res, exchange) ? undefined : answerRest(restRouter, chain, req, res, exchange);
  const services = [...new Set(methods.map(({ service }) => service))];
  return [
    ...services.map(({ typeName }): Route => ({ prefix: `/${typeName}`, tenant: "own", handle: handleRpc })),
    ...reflectionRoutes(services),
    ...restPrefixes(methods).map((prefix): Route => ({ prefix, tenant: "own", handle: handleRest })),
  ];
}

function connectHandler(methods: readonly RpcMethod[], chain: ReturnType<typeof createChain>): NodeHandler {
  const exchanges = new WeakMap<HttpRequest, Exchange>();
  const { options, routes } = connectRoutes(methods, chain, (context) => {
    const exchange = context.values.get(exchangeKey);
    if (exchange === undefined) throw new Error("a call came without its exchange");
    return exchange;
  });
  const handler = connectNodeAdapter({
    ...options,
    routes,
    acceptCompression: [compressionGzip],
    contextValues: (req) => createContextValues().set(exchangeKey, exchanges.get(req)),
  });
  return (req: HttpRequest, res: HttpResponse, exchange) => {
    exchanges.set(req, exchange);
    readWhole(req);
    // The library declares both HTTP versions in one type each, the platform as a union.
    handler(req as Parameters<typeof handler>[0], res as Parameters<typeof handler>[1]);
  };
}

/**
 * Hands a body to the library in one piece, since every call is unary. Left to read by itself, it destroys an upload that
 * is too large, but not the connection: over HTTP/1 the client's next call would wait there for ever, and over HTTP/2 the
 * frames that are still on their way would end it for all calls.
 */
function readWhole(req: HttpRequest): void {
  req[Symbol.asyncIterator] = async function* (): AsyncGenerator<Buffer, undefined> {
    yield await readBody(req, maxFramedBytes).catch((error: unknown) => {
      throw error instanceof BodyTooLarge
        ? new ConnectError("the request is larger than 4 MiB", Code.ResourceExhausted)
        : new ConnectError("the client went away", Code.Aborted);
    });
    return undefined;
  };
}

/** `/v2`, `/v2beta`, `/admin/v1`, …: enough of each path to mount it. */
function restPrefixes(methods: readonly RpcMethod[]): readonly string[] {
  const prefixes = new Set<string>();
  for (const { path } of methods.flatMap(({ http }) => http)) {
    const [, first = "", second = ""] = path.split("/");
    if (first === "") continue;
    prefixes.add(/^v\d/.test(first) || !/^v\d/.test(second) ? `/${first}` : `/${first}/${second}`);
  }
  return [...prefixes];
}
