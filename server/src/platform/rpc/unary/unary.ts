/**
 * The short way for what nearly every client sends: a unary POST over Connect, gRPC or gRPC-web, plain or
 * gzipped. It costs about half of what the general library does. Everything else (Connect GET, other
 * compressions, gRPC over HTTP/1) is left to connect-es; both are behind the same chain.
 */
import {
  ClientGone,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  readBody,
} from "#src/platform/http/index.ts";
import type { Call } from "../call.ts";
import type { Chain } from "../chain.ts";
import type { RpcMethod } from "../contract.ts";
import { readTimeoutMs } from "../deadline.ts";
import { decode, encode, type Format, formatOf } from "./format.ts";
import { maxFramedBytes, openFrame } from "./frame.ts";
import { sendAnswer, sendRefusal } from "./send.ts";

/** @returns undefined when the call is not for this path */
export type UnaryPath = (
  req: HttpRequest,
  res: HttpResponse,
  exchange: Exchange,
) => Promise<void> | undefined;

export function createUnaryPath(methods: readonly RpcMethod[], chain: Chain): UnaryPath {
  const byPath = new Map(methods.map((method) => [`/${method.name}`, method]));
  return (req, res, exchange) => {
    const method = exchange.method === "POST" ? byPath.get(exchange.path) : undefined;
    const format = formatOf(exchange.header("content-type"));
    const packing = format === undefined ? undefined : packingOf(format, exchange);
    if (method === undefined || format === undefined || packing === undefined) return undefined;
    if (format.protocol === "grpc" && req.httpVersionMajor < 2) return undefined;
    if (format.protocol === "connect" && (exchange.header("connect-protocol-version") ?? "1") !== "1") {
      return undefined;
    }
    return serve({ method, format, packing, chain }, req, res, exchange);
  };
}

interface Served {
  readonly method: RpcMethod;
  readonly format: Format;
  readonly packing: Packing;
  readonly chain: Chain;
}

type Packing = "identity" | "gzip";

async function serve(
  { method, format, packing, chain }: Served,
  req: HttpRequest,
  res: HttpResponse,
  exchange: Exchange,
): Promise<void> {
  const started = chain.clock();
  const early: Call = { method, protocol: format.protocol, exchange, deadline: undefined };
  let code = 0;
  try {
    const timeoutMs = readTimeoutMs(exchange.header);
    const call = timeoutMs === undefined ? early : { ...early, deadline: started + timeoutMs };
    const caller = await chain.admit(call);
    const request = decode(format, method.method.input, await readMessage(format, packing, req));
    const answer = await chain.answer(call, caller, request);
    sendAnswer(format, exchange, res, encode(format, method.method.output, answer));
  } catch (error) {
    if (error instanceof ClientGone) return void res.destroy();
    const wire = chain.refuse(error, early);
    code = wire.code;
    sendRefusal(format, exchange, res, wire);
  }
  chain.onCall({ method: method.name, protocol: format.protocol, code, durationMs: chain.clock() - started });
}

async function readMessage(format: Format, packing: Packing, req: HttpRequest): Promise<Buffer> {
  if (format.protocol === "connect") return readBody(req, undefined, packing);
  return openFrame(await readBody(req, maxFramedBytes), packing);
}

/** Undefined for what the general library has to answer. */
function packingOf(format: Format, exchange: Exchange): Packing | undefined {
  const name = exchange.header(format.protocol === "connect" ? "content-encoding" : "grpc-encoding");
  if (name === undefined || name === "identity") return "identity";
  return name === "gzip" ? "gzip" : undefined;
}
