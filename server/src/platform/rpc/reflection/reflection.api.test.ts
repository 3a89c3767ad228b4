import {
  type DescMethod,
  type DescMethodBiDiStreaming,
  fromJson,
  type JsonValue,
  toJson,
} from "@bufbuild/protobuf";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusal } from "#test/harness/refusal.ts";
import { startTestServer, type TestServer } from "#test/harness/rpc.ts";
import { makeCtx, parts } from "../rpc.fixture.ts";
import { type Question, type ReflectionSchema, reflectionSchemas } from "./schema.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(parts, makeCtx);
});
afterAll(() => server.port.close(0));

const isStream = (method: DescMethod): method is DescMethodBiDiStreaming =>
  method.methodKind === "bidi_streaming";

/** What a tool without a token is told on one stream. */
async function ask({ service, request, response }: ReflectionSchema, questions: readonly Question[]) {
  const method = service.methods.find(isStream);
  if (method === undefined) throw new Error("reflection is a stream");
  const asked = async function* () {
    // The schema has exactly these fields.
    for (const question of questions) yield fromJson(request, question as JsonValue);
  };
  const transport = createGrpcTransport({ baseUrl: server.url });
  const { message } = await transport.stream(method, undefined, undefined, undefined, asked());
  const told: JsonValue[] = [];
  for await (const each of message) told.push(toJson(response, each));
  return told;
}

test.each(reflectionSchemas.map((schema) => [schema.service.typeName, schema] as const))(
  "%s tells what is served, and repeats each question",
  async (name, schema) => {
    const questions = [
      { host: "a", listServices: "*" },
      { fileContainingSymbol: name },
      { fileByFilename: "x" },
    ];
    const [list, file, missing] = await ask(schema, questions);
    const served = [
      ...parts.map(({ service }) => service),
      ...reflectionSchemas.map(({ service }) => service),
    ];
    expect(list).toEqual({
      validHost: "a",
      originalRequest: questions[0],
      listServicesResponse: { service: served.map(({ typeName }) => ({ name: typeName })) },
    });
    expect(file).toMatchObject({ fileDescriptorResponse: { fileDescriptorProto: [expect.any(String)] } });
    expect(missing).toMatchObject({ originalRequest: questions[2], errorResponse: { errorCode: 5 } });
  },
);

test("a stream of too many questions ends, and so does one with a question that is too long", async () => {
  const [schema] = reflectionSchemas;
  if (schema === undefined) throw new Error("there is no reflection");
  const many = Array.from({ length: 501 }, () => ({ fileByFilename: "x" }));
  expect((await refusal(ask(schema, many))).code).toBe(8);
  expect((await refusal(ask(schema, [{ fileByFilename: "x".repeat(5_000) }]))).code).toBe(8);
});

test("a stream that asks for the whole contract again and again ends", async () => {
  const [schema] = reflectionSchemas;
  if (schema === undefined) throw new Error("there is no reflection");
  const largest = Array.from({ length: 100 }, () => ({ fileByFilename: "zitadel/management.proto" }));
  expect((await refusal(ask(schema, largest))).code).toBe(8);
  expect(await ask(schema, largest.slice(0, 5))).toHaveLength(5);
});
