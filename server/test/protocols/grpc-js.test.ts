import { connect, constants } from "node:http2";
import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import * as grpc from "@grpc/grpc-js";
import {
  AddProjectRequestSchema,
  AddProjectResponseSchema,
  GetProjectByIDRequestSchema,
  GetProjectByIDResponseSchema,
} from "@zitadel/proto/zitadel/management_pb.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "./server.ts";

const service = "/zitadel.management.v1.ManagementService";
let server: Server;
let client: grpc.Client;

beforeAll(async () => {
  server = await startServer();
  client = new grpc.Client(`localhost:${server.port}`, grpc.credentials.createInsecure());
});
afterAll(async () => {
  client?.close();
  await server?.stop();
});

interface Heard {
  readonly value?: unknown;
  readonly error?: grpc.ServiceError;
}

/** A call as any gRPC client makes it: bytes, metadata, a deadline. */
function call(
  method: string,
  bytes: Uint8Array,
  response: DescMessage,
  { token = server.pat, deadlineMs = 60_000, path = `${service}/${method}` } = {},
): Promise<Heard> {
  const metadata = new grpc.Metadata();
  if (token !== "") metadata.set("authorization", `Bearer ${token}`);
  const options = { deadline: Date.now() + deadlineMs };
  return new Promise((done) => {
    client.makeUnaryRequest(
      path,
      (value: Uint8Array) => Buffer.from(value),
      (value: Buffer) => fromBinary(response, value),
      bytes,
      metadata,
      options,
      (error, value) => done(error === null ? { value } : { error }),
    );
  });
}

const named = (name: string): Uint8Array =>
  toBinary(AddProjectRequestSchema, create(AddProjectRequestSchema, { name }));
const byId = (id: string): Uint8Array =>
  toBinary(GetProjectByIDRequestSchema, create(GetProjectByIDRequestSchema, { id }));

test("a call and its answer", async () => {
  const { value } = await call("AddProject", named("by gRPC"), AddProjectResponseSchema);
  const { id } = value as MessageShape<typeof AddProjectResponseSchema>;
  const read = await call("GetProjectByID", byId(id), GetProjectByIDResponseSchema);
  expect(read.value).toMatchObject({ project: { id, name: "by gRPC" } });
});

test("a hundred calls at once on one connection", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `parallel ${index}`);
  const heard = await Promise.all(
    names.map((name) => call("AddProject", named(name), AddProjectResponseSchema)),
  );
  const ids = heard.map(({ value }) => (value as MessageShape<typeof AddProjectResponseSchema>).id);
  expect(new Set(ids).size).toBe(names.length);
});

test.each([
  ["no token", grpc.status.UNAUTHENTICATED, named("x"), { token: "" }],
  ["a wrong token", grpc.status.UNAUTHENTICATED, named("x"), { token: "nonsense" }],
  ["a name that is missing", grpc.status.INVALID_ARGUMENT, named(""), {}],
  ["bytes that are no message", grpc.status.INVALID_ARGUMENT, new Uint8Array([10, 200, 1]), {}],
  ["over 4 MiB", grpc.status.RESOURCE_EXHAUSTED, named("x".repeat(5 * 1024 * 1024)), {}],
  ["a method that does not exist", grpc.status.UNIMPLEMENTED, named("x"), { path: `${service}/NoSuchThing` }],
  ["a deadline that has passed", grpc.status.DEADLINE_EXCEEDED, named("x"), { deadlineMs: 0 }],
])("%s ends in its status", async (_, code, bytes, options) => {
  const { error } = await call("AddProject", bytes, AddProjectResponseSchema, options);
  expect(error?.code).toBe(code);
});

test("what does not exist is NOT_FOUND, with the id of the error in the details", async () => {
  const { error } = await call("GetProjectByID", byId("404"), GetProjectByIDResponseSchema);
  expect(error?.code).toBe(grpc.status.NOT_FOUND);
  const [details] = error?.metadata.get("grpc-status-details-bin") ?? [];
  expect(String(details)).toMatch(/[A-Z]+-\w{5}/);
});

test("after all those failures the same connection still works", async () => {
  const { value } = await call("AddProject", named("still here"), AddProjectResponseSchema);
  expect(value).toBeDefined();
});

/** The frames of an answer: its first headers, and its trailers when there are any. */
async function raw(
  token: string,
): Promise<{ readonly first: object; readonly trailers: object | undefined }> {
  const session = connect(server.origin);
  try {
    const stream = session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: `${service}/AddProject`,
      "content-type": "application/grpc",
      te: "trailers",
      authorization: `Bearer ${token}`,
    });
    const bytes = named(`raw ${token.length}`);
    const frame = Buffer.alloc(5 + bytes.length);
    frame.writeUInt32BE(bytes.length, 1);
    frame.set(bytes, 5);
    stream.end(frame);
    let first: object = {};
    let trailers: object | undefined;
    stream.on("response", (headers) => {
      first = { ...headers };
    });
    stream.on("trailers", (headers) => {
      trailers = { ...headers };
    });
    stream.resume();
    await new Promise<void>((done, failed) => stream.on("close", done).on("error", failed));
    return { first, trailers };
  } finally {
    session.close();
  }
}

test("a refusal is one trailers-only block, a success has trailers after its message", async () => {
  const refused = await raw("nonsense");
  expect(refused.first).toMatchObject({ ":status": 200, "grpc-status": "16" });
  expect(refused.trailers).toBeUndefined();
  const answered = await raw(server.pat);
  expect(answered.first).not.toHaveProperty("grpc-status");
  expect(answered.trailers).toMatchObject({ "grpc-status": "0" });
});
