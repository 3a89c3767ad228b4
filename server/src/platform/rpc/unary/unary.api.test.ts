import http2 from "node:http2";
import { gzipSync } from "node:zlib";
import { create, toBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  AddOrganizationRequestSchema,
  OrganizationService,
} from "#contract/zitadel/org/v2/org_service_pb.ts";
import { Failure, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { startTestServer, type TestServer } from "../../../../test/harness/rpc.ts";
import { type CallOutcome, part } from "../index.ts";
import { formatOf } from "./format.ts";

const parts = [
  part(OrganizationService, {
    addOrganization: async ({ name }) => {
      if (name === "missing") throw notFound("ORG-2", "Errors.Größe 100%");
      if (name === "wrong") throw new Failure("invalid_argument", "ORG-3", "Errors.X", { failedAttempts: 2 });
      if (name === "empty") return {};
      return { organizationId: name };
    },
  }),
];

let fast: TestServer;
let general: TestServer;
const outcomes: CallOutcome[] = [];
beforeAll(async () => {
  const makeCtx = async () => ({}) as unknown as Ctx;
  const start = (unaryPath: boolean) =>
    startTestServer(parts, makeCtx, {
      authorize: () => {},
      unaryPath,
      onCall: (outcome) => outcomes.push(outcome),
    });
  [fast, general] = [await start(true), await start(false)];
});
afterAll(async () => {
  await fast.port.close(0);
  await general.port.close(0);
});

interface Seen {
  readonly headers: Record<string, unknown>;
  readonly trailers: Record<string, unknown>;
  readonly body: Buffer;
  /** The stream ended with the headers. */
  readonly atOnce: boolean;
}

function call(
  server: TestServer,
  contentType: string,
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const session = http2.connect(server.url);
    const stream = session.request({
      ":method": "POST",
      ":path": "/zitadel.org.v2.OrganizationService/AddOrganization",
      "content-type": contentType,
      authorization: "Bearer ada",
      ...headers,
    });
    let head: http2.IncomingHttpHeaders = {};
    let trailers: http2.IncomingHttpHeaders = {};
    let atOnce = false;
    const chunks: Buffer[] = [];
    stream.on("response", (received, flags) => {
      head = received;
      atOnce = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    });
    stream.on("trailers", (received) => {
      trailers = received;
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", reject);
    stream.on("close", () => {
      session.close();
      resolve({ headers: head, trailers, body: Buffer.concat(chunks), atOnce });
    });
    stream.end(body);
  });
}

const message = (name: string) =>
  Buffer.from(toBinary(AddOrganizationRequestSchema, create(AddOrganizationRequestSchema, { name })));
const framed = (bytes: Buffer, flags = 0) => {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
};
const json = (name: string) => Buffer.from(JSON.stringify({ name }));

const bodies: Readonly<Record<string, (name: string) => Buffer>> = {
  "application/json": json,
  "application/json; charset=utf-8": json,
  "application/proto": message,
  "application/grpc": (name) => framed(message(name)),
  "application/grpc+proto": (name) => framed(message(name)),
  "application/grpc+json": (name) => framed(json(name)),
  "application/grpc-web": (name) => framed(message(name)),
  "application/grpc-web+proto": (name) => framed(message(name)),
};

/** What a client acts on, whatever the spelling: a status may come in headers, trailers or the last frame. */
function essence(seen: Seen, contentType: string): unknown {
  const { headers, body } = seen;
  const web = contentType.startsWith("application/grpc-web");
  const isJson = headers["content-type"] === "application/json";
  const whole: unknown = isJson ? JSON.parse(body.toString()) : body.toString("latin1");
  const [messages, inBody] = web ? webFrames(body) : [whole, {}];
  const all: Record<string, unknown> = { ...headers, ...seen.trailers, ...inBody };
  return {
    status: headers[":status"],
    contentType: String(headers["content-type"]).replace("+proto", ""),
    code: all["grpc-status"],
    message: decodeURIComponent(textOf(all["grpc-message"])),
    details: textOf(all["grpc-status-details-bin"]).replace(/=+$/, ""),
    messages,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The frames of a gRPC-web answer: messages as they are, trailers by name. */
function webFrames(body: Buffer): [messages: string[], trailers: Record<string, string>] {
  const messages: string[] = [];
  const trailers: Record<string, string> = {};
  for (let at = 0; at < body.length; ) {
    const end = at + 5 + body.readUInt32BE(at + 1);
    const payload = body.subarray(at + 5, end).toString("latin1");
    if (body.readUInt8(at) !== 0x80) messages.push(payload);
    else {
      for (const line of payload.split("\r\n").filter((text) => text !== "")) {
        trailers[line.slice(0, line.indexOf(":")).toLowerCase()] = line.slice(line.indexOf(":") + 1).trim();
      }
    }
    at = end;
  }
  return [messages, trailers];
}

const cases = Object.keys(bodies).flatMap((type) =>
  ["acme", "empty", "missing", "wrong", ""].map((name) => [type, name] as const),
);

test.each(cases)("%s with the name %j is answered as connect-es does", async (type, name) => {
  const body = bodies[type]?.(name) ?? Buffer.alloc(0);
  const [a, b] = [await call(fast, type, body), await call(general, type, body)];
  expect(a.headers[":status"]).toBeDefined();
  expect(essence(a, type)).toEqual(essence(b, type));
});

test("a gRPC refusal is one HEADERS frame that ends the stream", async () => {
  const seen = await call(fast, "application/grpc", framed(message("missing")));
  expect([seen.atOnce, seen.headers["grpc-status"], seen.body.length]).toEqual([true, "5", 0]);
  expect(seen.headers["x-request-id"]).toBeDefined();
});

test("gzipped requests are understood, bombs are not unpacked", async () => {
  const packed = (bytes: Buffer) => framed(gzipSync(bytes), 1);
  const grpc = { "grpc-encoding": "gzip" };
  expect((await call(fast, "application/grpc", packed(message("a")), grpc)).trailers["grpc-status"]).toBe(
    "0",
  );
  const plain = { "content-encoding": "gzip" };
  expect((await call(fast, "application/json", gzipSync(json("a")), plain)).headers[":status"]).toBe(200);
  const bomb = json("a".repeat(20_000_000));
  expect((await call(fast, "application/json", gzipSync(bomb), plain)).headers[":status"]).toBe(413);
  expect((await call(fast, "application/grpc", packed(bomb), grpc)).headers["grpc-status"]).toBe("8");
});

test.each([
  ["application/proto", Buffer.from([0x0a, 0xff])],
  ["application/proto", Buffer.from([0x0a, 0x01, 0xff])],
  ["application/proto", Buffer.from("garbage")],
  ["application/grpc", Buffer.alloc(0)],
  ["application/grpc", Buffer.from([0, 0, 0, 0, 9, 1])],
  ["application/grpc", Buffer.from([1, 0, 0, 0, 1, 1])],
  ["application/grpc", Buffer.from([9, 0, 0, 0, 0])],
  ["application/grpc", Buffer.concat([framed(message("a")), framed(message("b"))])],
  ["application/grpc-web", Buffer.from("xx")],
  ["application/json", Buffer.from(`{"name":"a","orgId":"x","org_id":"y"}`)],
])("%s with broken bytes (%#) is INVALID_ARGUMENT", async (type, bytes) => {
  const seen = await call(fast, type, bytes);
  const web = type === "application/grpc-web" && seen.body.includes("grpc-status: 3");
  expect(seen.headers[":status"] === 400 || seen.headers["grpc-status"] === "3" || web).toBe(true);
  expect(fast.unexpected).toEqual([]);
});

test("a refused caller's upload is not waited for, and the connection lives on", async () => {
  const session = http2.connect(fast.url);
  const ask = (body: Buffer, headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const stream = session.request({
        ":method": "POST",
        ":path": "/zitadel.org.v2.OrganizationService/AddOrganization",
        "content-type": "application/grpc",
        ...headers,
      });
      stream.on("response", (received) => {
        resolve(received["grpc-status"]);
        stream.end();
      });
      stream.on("error", reject).resume();
      // Not ended before: the server has to answer a refused caller by the headers alone.
      stream[headers["authorization"] === undefined ? "write" : "end"](body);
    });
  const large = Buffer.alloc(3_000_000);
  for (let round = 0; round < 3; round++) expect(await ask(large, {})).toBe("16");
  await expect(ask(framed(message("missing")), { authorization: "Bearer ada" })).resolves.toBe("5");
  session.close();
});

test("every call is counted once, with its code", async () => {
  outcomes.length = 0;
  await call(fast, "application/grpc", framed(message("missing")));
  await call(fast, "application/json", json("a"));
  await call(general, "application/json", json("missing"));
  await call(general, "application/json", json("a"));
  expect(fast.access.length).toBeGreaterThan(40);
  expect([...fast.access, ...general.access].filter(({ aborted }) => aborted)).toEqual([]);
  const name = "zitadel.org.v2.OrganizationService/AddOrganization";
  expect(outcomes.map(({ method, protocol, code }) => [method, protocol, code])).toEqual([
    [name, "grpc", 5],
    [name, "connect", 0],
    [name, "connect", 5],
    [name, "connect", 0],
  ]);
});

test.each([
  ["application/json", "connect"],
  ["application/GRPC+proto", "grpc"],
  ["application/grpc-web; x=y", "grpc-web"],
  ["application/grpc-web-text", undefined],
  ["text/plain", undefined],
  [undefined, undefined],
])("the content type %s means %s", (type, protocol) => {
  expect(formatOf(type)?.protocol).toBe(protocol);
});
