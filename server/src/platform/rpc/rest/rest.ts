/** The contract over plain HTTP and JSON, transcoded from the `google.api.http` annotations. */
import { type JsonObject, type JsonValue, toJson } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import {
  ClientGone,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  readBody,
  sendJson,
} from "#src/platform/http/index.ts";
import type { HttpBinding, HttpVerb } from "../annotations.ts";
import type { Call } from "../call.ts";
import type { Chain } from "../chain.ts";
import type { RpcMethod } from "../contract.ts";
import { readTimeoutMs } from "../deadline.ts";
import { messageFromJson, parseJson } from "../json.ts";
import { Refused } from "../refused.ts";
import { setParameter, setParameters } from "./parameters.ts";
import { errorBody } from "./refusal.ts";
import { createTrie, type RouteMatch, type Trie } from "./trie.ts";

interface Target {
  readonly method: RpcMethod;
  readonly binding: HttpBinding;
}

export type RestRouter = (verb: string, path: string) => RouteMatch<Target> | "no path" | "no verb";

/** @throws Error when two routes are the same */
export function createRestRouter(methods: readonly RpcMethod[]): RestRouter {
  const tries = new Map<HttpVerb, Trie<Target>>();
  for (const method of methods) {
    for (const binding of method.http) {
      // One method is bound to the root, which belongs to the pages: it is left to Connect and gRPC.
      if (binding.path === "/") continue;
      const trie = tries.get(binding.verb) ?? createTrie<Target>();
      tries.set(binding.verb, trie);
      trie.add(binding.path, { method, binding });
    }
  }
  return (verb, path) => {
    for (const [known, trie] of tries) {
      if (known !== verb) continue;
      const match = trie.find(path);
      if (match !== undefined) return match;
    }
    const elsewhere = [...tries.values()].some((trie) => trie.find(path) !== undefined);
    return elsewhere ? "no verb" : "no path";
  };
}

export async function answerRest(
  route: RestRouter,
  chain: Chain,
  req: HttpRequest,
  res: HttpResponse,
  arrived: Exchange,
): Promise<void> {
  const exchange = withGatewayHeaders(arrived, req);
  res.setHeader("cache-control", "no-store");
  // HEAD is GET without the body, which is left out when sending.
  const match = route(exchange.method === "HEAD" ? "GET" : exchange.method, exchange.path);
  if (match === "no path")
    return sendJson(exchange, res, 404, { code: 5, message: "Not Found", details: [] });
  if (match === "no verb") {
    return sendJson(exchange, res, 405, { code: 12, message: "Method Not Allowed", details: [] });
  }
  const { method } = match.target;
  const started = chain.clock();
  const early: Call = { method, protocol: "rest", exchange, deadline: undefined };
  const report = (code: number): void =>
    chain.onCall({ method: method.name, protocol: "rest", code, durationMs: chain.clock() - started });
  try {
    const timeoutMs = readTimeoutMs(exchange.header);
    const call = timeoutMs === undefined ? early : { ...early, deadline: started + timeoutMs };
    const caller = await chain.admit(call);
    const request = messageFromJson(method.method.input, await readRequest(match, req, exchange));
    const answer = await chain.answer(call, caller, request);
    report(0);
    sendJson(exchange, res, method.successCode, toJson(method.method.output, answer));
  } catch (error) {
    if (error instanceof ClientGone) return void res.destroy();
    const wire = chain.refuse(error, early);
    report(wire.code);
    sendJson(exchange, res, wire.httpStatus, errorBody(wire));
  }
}

/** `Grpc-Metadata-X` of a REST request means X, as in gRPC gateways; X itself wins. */
function withGatewayHeaders(exchange: Exchange, req: HttpRequest): Exchange {
  const prefix = "grpc-metadata-";
  if (!Object.keys(req.headers).some((name) => name.startsWith(prefix))) return exchange;
  const header = (name: string): string | undefined =>
    exchange.header(name) ?? exchange.header(prefix + name);
  return { ...exchange, header };
}

/** Body, then query (where the body is not the whole request), then path: the later ones win. */
async function readRequest(
  { target, values }: RouteMatch<Target>,
  req: HttpRequest,
  exchange: Exchange,
): Promise<JsonObject> {
  const desc = target.method.method.input;
  const { body } = target.binding;
  const json: JsonObject = body === "*" ? asObject(parseJson(await readBody(req))) : {};
  if (body !== "*" && body !== "") {
    const field = desc.field[body] ?? desc.fields.find(({ name }) => name === body);
    if (field !== undefined) json[field.jsonName] = parseJson(await readBody(req));
  }
  if (body !== "*" && exchange.query !== "") setParameters(desc, json, new URLSearchParams(exchange.query));
  for (const [name, text] of values) {
    // The body may hold the same field under its other name; the path decides.
    delete json[name];
    setParameter(desc, json, name, [decode(name, text)]);
  }
  return json;
}

function asObject(json: JsonValue): JsonObject {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
  if (json === null) return {};
  throw new Refused(Code.InvalidArgument, "the body is not a JSON object");
}

function decode(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Refused(Code.InvalidArgument, `${name}: the path is not valid UTF-8`);
  }
}
