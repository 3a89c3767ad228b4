/** Calls in memory, past the wire, for questions that are asked tens of thousands of times. */
import { type JsonValue, toJsonString } from "@bufbuild/protobuf";
import type { Exchange } from "#src/platform/http/index.ts";
import { createChain } from "#src/platform/rpc/chain.ts";
import type { RpcMethod } from "#src/platform/rpc/contract.ts";
import type { RpcOptions } from "#src/platform/rpc/index.ts";
import { messageFromJson } from "#src/platform/rpc/json.ts";
import type { Reply } from "./harness.ts";

export type Direct = (
  method: RpcMethod,
  json: JsonValue,
  token: string | undefined,
  headers?: Readonly<Record<string, string>>,
) => Promise<Reply>;

/** Whose calls they are: the instance, and the address that its clients use. */
interface Place {
  readonly instanceId: string;
  readonly origin: string;
}

const exchangeOf = (
  method: RpcMethod,
  place: Place,
  headers: Readonly<Record<string, string>>,
): Exchange => ({
  requestId: "direct",
  method: "POST",
  path: `/${method.name}`,
  query: "",
  ip: "127.0.0.1",
  userAgent: "",
  languages: ["en"],
  header: (name) => headers[name],
  addHeader: () => undefined,
  tenant: async () => place,
});

/** The product's own chain, from the JSON of a request to the JSON or the refusal that its client reads. */
export function openDirect(options: RpcOptions, place: Place): Direct {
  const chain = createChain(options);
  return async (method, json, token, headers = {}) => {
    const all = token === undefined ? headers : { ...headers, authorization: `Bearer ${token}` };
    const exchange = exchangeOf(method, place, all);
    const call = { method, protocol: "connect", exchange, deadline: undefined } as const;
    try {
      const caller = await chain.admit(call);
      const answer = await chain.answer(call, caller, messageFromJson(method.method.input, json));
      return { status: 200, code: 0, message: "", text: toJsonString(method.method.output, answer) };
    } catch (error) {
      const { code, message, httpStatus } = chain.refuse(error, call);
      return { status: httpStatus, code, message, text: message };
    }
  };
}
