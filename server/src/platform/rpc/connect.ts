/** Connect, gRPC and gRPC-web by connect-es, with every call going through the chain. */
import type { DescService, Message } from "@bufbuild/protobuf";
import {
  Code,
  ConnectError,
  type ConnectRouter,
  type ConnectRouterOptions,
  createContextKey,
  type HandlerContext,
  type ServiceImpl,
} from "@connectrpc/connect";
import { type Exchange, maxBodyBytes } from "#src/platform/http/index.ts";
import type { Caller } from "#src/platform/request/index.ts";
import type { Call, RpcProtocol } from "./call.ts";
import type { Chain } from "./chain.ts";
import type { RpcMethod } from "./contract.ts";
import { readTimeoutMs } from "./deadline.ts";
import type { WireError } from "./wire-error.ts";

/** The HTTP exchange that a call came in. */
export const exchangeKey = createContextKey<Exchange | undefined>(undefined);

interface Admitted {
  readonly call: Call;
  readonly caller: Caller;
  readonly started: number;
}
const admittedKey = createContextKey<Admitted | undefined>(undefined);

/** A fatal decoder refuses broken UTF-8 in JSON; the binary format refuses it by itself. */
const jsonOptions = { ignoreUnknownFields: true, textDecoder: new TextDecoder("utf-8", { fatal: true }) };

/**
 * Options and routes of a connect-es router over the chain.
 * @param exchangeOf the exchange of a call; over HTTP it is in the context values
 */
export function connectRoutes(
  methods: readonly RpcMethod[],
  chain: Chain,
  exchangeOf: (context: HandlerContext) => Exchange,
): { readonly options: ConnectRouterOptions; readonly routes: (router: ConnectRouter) => void } {
  const byPath = new Map(methods.map((method) => [method.name, method]));
  const requestGate = async (context: HandlerContext): Promise<void> => {
    const method = byPath.get(`${context.service.typeName}/${context.method.name}`);
    if (method === undefined) throw new ConnectError("unknown method", Code.Unimplemented);
    const started = chain.clock();
    const protocol = protocolOf(context.protocolName);
    const exchange = exchangeOf(context);
    const early: Call = { method, protocol, exchange, deadline: undefined };
    await settle(chain, early, started, false, async () => {
      const timeoutMs = readTimeoutMs(exchange.header);
      const call = timeoutMs === undefined ? early : { ...early, deadline: started + timeoutMs };
      context.values.set(admittedKey, { call, caller: await chain.admit(call), started });
    });
  };
  const answer = (request: Message, context: HandlerContext): Promise<Message> => {
    const admitted = context.values.get(admittedKey);
    if (admitted === undefined) throw new ConnectError("the call was not admitted", Code.Internal);
    const { call, caller, started } = admitted;
    return settle(chain, call, started, true, () => chain.answer(call, caller, request));
  };
  return {
    options: {
      requestGate,
      readMaxBytes: maxBodyBytes,
      jsonOptions,
    },
    routes: (router) => {
      for (const service of new Set(methods.map((method) => method.service))) {
        router.service(service, implementation(service, answer));
      }
    },
  };
}

/** Runs a part of a call, reports how it ended, and turns refusals into the library's error. */
async function settle<T>(
  chain: Chain,
  call: Call,
  started: number,
  isLast: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const { protocol } = call;
  const report = (code: number): void =>
    chain.onCall({ method: call.method.name, protocol, code, durationMs: chain.clock() - started });
  try {
    const result = await work();
    if (isLast) report(0);
    return result;
  } catch (error) {
    const wire = chain.refuse(error, call);
    report(wire.code);
    throw toConnectError(wire);
  }
}

function implementation(
  service: DescService,
  answer: (request: Message, context: HandlerContext) => Promise<Message>,
): Partial<ServiceImpl<DescService>> {
  const methods = Object.fromEntries(service.methods.map((method) => [method.localName, answer]));
  // Every method of the contract is unary; the chain gives each the message type its descriptor names.
  return methods as unknown as Partial<ServiceImpl<DescService>>;
}

export function toConnectError(wire: WireError): ConnectError {
  // Descriptor and message belong together by construction; the library wants to see them as one pair.
  const details = wire.details.map(({ schema, message }) => ({ desc: schema, value: message as never }));
  return new ConnectError(wire.message, wire.code, undefined, details);
}

function protocolOf(name: string): RpcProtocol {
  return name === "grpc" || name === "grpc-web" ? name : "connect";
}
