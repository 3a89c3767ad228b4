/** The API of a whole tenant on a real port, asked in raw bytes as a foreign client would. */
import http from "node:http";
import { Code } from "@connectrpc/connect";
import { contextOf, withCaller } from "#src/app/context.ts";
import { authenticate } from "#src/domains/token/index.ts";
import { authorizeMethod } from "#src/platform/authz/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import type { Caller } from "#src/platform/request/index.ts";
import { contractMethods, type RpcMethod } from "#src/platform/rpc/contract.ts";
import type { RpcOptions } from "#src/platform/rpc/index.ts";
import { startTestServer } from "#test/harness/rpc.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { type Direct, openDirect } from "./direct.ts";
import { parts } from "./methods.ts";

export interface Reply {
  readonly status: number;
  /** gRPC code, 0 for success. */
  readonly code: number;
  readonly message: string;
  readonly text: string;
}

/** An answer with the headers it came with. */
export interface PortReply extends Reply {
  readonly headers: http.IncomingHttpHeaders;
}

export interface Ask {
  readonly verb?: string;
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly type?: string;
  /** Content-Length, where it is more than is sent: the answer is taken without sending the rest. */
  readonly announced?: number;
  /** Undefined sends no Authorization header. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface House {
  readonly tenant: Tenant;
  /** Handlers' errors that nobody foresaw. */
  unexpected(): readonly unknown[];
  readonly port: number;
  ask(ask: Ask): Promise<Reply>;
  /** A unary call over Connect with a JSON body. */
  call(method: RpcMethod, json: unknown, token: string | undefined): Promise<Reply>;
  /** The same in memory. */
  readonly direct: Direct;
  close(): Promise<void>;
}

/** The header whose value stands as creator in the events that a call writes. */
export const probeHeader = "x-contract-probe";

/**
 * @param callers tokens that stand for callers of the test's own making, without a row anywhere; all others are
 *   read as in the product
 */
export async function openHouse(callers: ReadonlyMap<string, Caller> = new Map()): Promise<House> {
  const tenant = await createTenant();
  const { instanceId } = tenant.created;
  const unexpected: unknown[] = [];
  const chain = {
    parts,
    translate: createTranslate(),
    authorize: authorizeMethod,
    clock: () => performance.now(),
    onUnexpected: (error) => void unexpected.push(error),
    makeCtx: async ({ exchange }, caller, org) => {
      const ctx = await withCaller(contextOf(tenant, exchange, await exchange.tenant()), caller, org);
      const probe = exchange.header(probeHeader);
      return probe === undefined ? ctx : { ...ctx, creator: probe };
    },
    authenticate: async (bearer, { exchange }) =>
      callers.get(bearer) ??
      authenticate(contextOf(tenant, exchange, await exchange.tenant()), bearer, undefined),
  } satisfies RpcOptions;
  const { makeCtx, ...options } = chain;
  const server = await startTestServer(parts, makeCtx, { ...options, methods: contractMethods, instanceId });
  const ask = (wanted: Ask): Promise<Reply> => askPort(server.port.address.port, wanted);
  return {
    tenant,
    unexpected: () => [...unexpected, ...server.unexpected],
    port: server.port.address.port,
    ask,
    call: (method, json, token) => ask({ path: `/${method.name}`, body: JSON.stringify(json), token }),
    direct: openDirect(chain, { instanceId, origin: tenant.origin }),
    async close() {
      await server.port.close(0);
      await tenant.close();
    },
  };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });

/** Asks a server on a port of loopback. */
export function askPort(port: number, wanted: Ask): Promise<PortReply> {
  const { verb = "POST", path, body, type = "application/json", token, headers = {}, announced } = wanted;
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        port,
        host: "127.0.0.1",
        agent,
        method: verb,
        path,
        headers: {
          host: "tenant.test",
          ...(body === undefined
            ? {}
            : { "content-type": type, "content-length": String(announced ?? Buffer.byteLength(body)) }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            ...readReply(response.statusCode ?? 0, Buffer.concat(chunks).toString()),
            headers: response.headers,
          }),
        );
        response.on("error", reject);
        if (announced !== undefined) response.on("end", () => request.destroy());
      },
    );
    request.on("error", reject);
    if (announced === undefined) request.end(body);
    else request.write(body ?? "");
  });
}

const codes: ReadonlyMap<unknown, number> = new Map(
  Object.entries(Code).flatMap(([name, code]) =>
    typeof code === "number"
      ? [[name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase(), code]]
      : [],
  ),
);

function readReply(status: number, text: string): Reply {
  if (status < 400) return { status, code: 0, message: "", text };
  // Connect names its codes, REST has their numbers.
  const body = (text.startsWith("{") ? JSON.parse(text) : {}) as Record<string, unknown>;
  const code = typeof body["code"] === "number" ? body["code"] : codes.get(body["code"]);
  const message = typeof body["message"] === "string" ? body["message"] : "";
  return { status, code: code ?? -1, message, text };
}

/** Runs the work over all items, a few at a time, in the order given. */
export async function inTurn<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
  width = 8,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
