/** What reaches a handler over REST is what reaches it over Connect; and what no handler answers says so. */
import {
  type DescField,
  type DescMessage,
  fromJson,
  type JsonObject,
  type JsonValue,
  ScalarType,
  toJson,
} from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nobody } from "#src/app/context.ts";
import type { HttpBinding } from "#src/platform/rpc/annotations.ts";
import { contractMethods, type RpcMethod } from "#src/platform/rpc/contract.ts";
import type { ServicePart } from "#src/platform/rpc/index.ts";
import { startTestServer, type TestServer } from "#test/harness/rpc.ts";
import { type Direct, openDirect } from "./direct.ts";
import { type Ask, askPort, inTurn, type Reply } from "./harness.ts";
import { implemented, shortName, unimplemented } from "./methods.ts";
import { rulesOf, sampleOf } from "./sample.ts";
import { world } from "./world.fixture.ts";

/** Of every method of the contract, a handler that keeps the request it was given. */
let echo: TestServer;
/** The same handlers in memory. */
let direct: Direct;
/** The product's own handlers would be in the way: here nobody answers. */
let empty: TestServer;
const heard = new Map<string, JsonValue>();

/** The context of handlers that look at nothing. */
const makeCtx = async (_call: unknown, caller: object): Promise<never> => ({ caller, orgId: "1" }) as never;

beforeAll(async () => {
  const echoing = [...new Set(contractMethods.map(({ service }) => service))].map(
    (service): ServicePart => ({
      service,
      handlers: Object.fromEntries(
        service.methods.map((method) => [
          method.localName,
          async (request: never) => {
            heard.set(`${service.typeName}/${method.name}`, toJson(method.input, request));
            return {};
          },
        ]),
      ),
    }),
  );
  const open = { methods: contractMethods, authorize: () => {} };
  echo = await startTestServer(echoing, makeCtx, open);
  const inMemory = {
    parts: echoing,
    makeCtx,
    authorize: open.authorize,
    authenticate: async (userId: string) => ({ ...nobody, userId }),
    translate: (key: string) => key,
    clock: () => 0,
    onUnexpected: (error: unknown) => {
      throw error;
    },
  };
  direct = openDirect(inMemory, { instanceId: "instance", origin: "http://tenant.test" });
  empty = await startTestServer([], makeCtx, open);
});
afterAll(async () => {
  await Promise.all([echo.port.close(0), empty.port.close(0)]);
});

const askEcho = (ask: Ask): Promise<Reply> => askPort(echo.port.address.port, { token: "ada", ...ask });
const askEmpty = (ask: Ask): Promise<Reply> => askPort(empty.port.address.port, { token: "ada", ...ask });

/** One method of the contract is bound to the root, which belongs to the pages. */
const routesOf = ({ http }: RpcMethod): readonly HttpBinding[] => http.filter(({ path }) => path !== "/");

/** What a query can carry: text, numbers and lists of them, also inside messages. */
function queryable(desc: DescMessage, json: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(json)) {
    const field = desc.fields.find(({ jsonName }) => jsonName === key);
    if (field === undefined || field.fieldKind === "map") continue;
    if (field.message === undefined) kept[key] = value;
    else if (isWellKnown(field.message)) {
      if (typeof value !== "object") kept[key] = value;
    } else if (field.fieldKind === "message") {
      const inner = queryable(field.message, value as JsonObject);
      if (Object.keys(inner).length > 0) kept[key] = inner;
    }
  }
  return kept;
}

const isWellKnown = (message: DescMessage): boolean => message.file.proto.package === "google.protobuf";

/** `a.b=1&a.c=2` */
function queryOf(json: JsonObject, before = ""): readonly (readonly [string, string])[] {
  return Object.entries(json).flatMap(([key, value]): readonly (readonly [string, string])[] => {
    const name = `${before}${key}`;
    if (Array.isArray(value))
      return value.map((item) => [name, typeof item === "string" ? item : JSON.stringify(item)] as const);
    if (typeof value === "object" && value !== null) return queryOf(value, `${name}.`);
    return [[name, String(value)]];
  });
}

interface Planned {
  readonly ask: Ask;
  /** The whole request, for Connect. */
  readonly json: JsonObject;
}

/** Spreads a request over path, query and body as the route wants it. */
function plan({ method }: RpcMethod, { verb, path, body }: HttpBinding, sample: JsonObject): Planned {
  const desc = method.input;
  const names = [...path.matchAll(/\{([^}=]+)(?:=[^}]*)?\}/g)].map(([, name = ""]) => name);
  const inPath = new Map<string, string>();
  let json = structuredClone(sample);
  for (const name of names) {
    const steps = name.split(".");
    let at = json;
    let inside: DescMessage | undefined = desc;
    for (const [index, step] of steps.entries()) {
      const field: DescMessage["fields"][number] | undefined = inside?.fields.find(
        (one) => one.name === step,
      );
      if (field === undefined) throw new Error(`${method.name} has no ${name}`);
      if (index < steps.length - 1) {
        at = (at[field.jsonName] ??= {}) as JsonObject;
        inside = field.message;
        continue;
      }
      // A space and a slash must survive the way; a member of a oneof takes the place of the others.
      for (const other of field.oneof?.fields ?? []) delete at[other.jsonName];
      const value =
        field.enum?.values[1]?.name ?? (field.scalar === ScalarType.STRING ? oddText(field) : "1");
      at[field.jsonName] = value;
      inPath.set(name, value);
    }
  }
  const bodyField = desc.fields.find(({ name }) => name === body);
  const pathFields = new Set(
    names.map((name) => desc.fields.find((one) => one.name === name.split(".")[0])?.jsonName),
  );
  const rest = Object.entries(json).filter(([key]) => !pathFields.has(key) && key !== bodyField?.jsonName);
  const query = body === "*" ? {} : queryable(desc, Object.fromEntries(rest));
  if (body !== "*") {
    const carried = Object.entries(json).filter(
      ([key]) => pathFields.has(key) || key === bodyField?.jsonName,
    );
    json = { ...Object.fromEntries(carried), ...query };
  }
  const url = path.replace(/\{([^}=]+)(?:=[^}]*)?\}/g, (_, name: string) =>
    encodeURIComponent(inPath.get(name) ?? ""),
  );
  const search = new URLSearchParams(
    queryOf(query).map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const content = body === "*" ? json : bodyField && json[bodyField.jsonName];
  return {
    json,
    ask: {
      verb,
      path: search === "" ? url : `${url}?${search}`,
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    },
  };
}

/** Letters that have to be escaped in a path, as many as the field takes. */
function oddText(field: DescField): string {
  const { type } = rulesOf(field) ?? {};
  const length = type?.case === "string" ? Number(type.value.len ?? 0) : 0;
  return "a b+ü".padEnd(length, "x");
}

test("every route of every RPC brings the handler the same request as Connect", async () => {
  const wrong: string[] = [];
  const answered = new Set(implemented.map(({ name }) => name));
  const unproven: string[] = [];
  let same = 0;
  await inTurn(contractMethods, async (method) => {
    for (const binding of routesOf(method)) {
      const { json, ask } = plan(method, binding, sampleOf(method, world));
      const what = `${shortName(method)} ${ask.verb} ${ask.path.slice(0, 80)}`;
      heard.delete(method.name);
      const byConnect = await askEcho({ path: `/${method.name}`, body: JSON.stringify(json) });
      const expected = heard.get(method.name);
      heard.delete(method.name);
      const byRest = await askEcho(ask);
      const got = heard.get(method.name);
      if (byConnect.code !== byRest.code || byConnect.message !== byRest.message)
        wrong.push(
          `${what}: ${byConnect.code} ${byConnect.message} by Connect, ${byRest.code} ${byRest.message}`,
        );
      else if (JSON.stringify(expected) !== JSON.stringify(got))
        wrong.push(`${what}: ${JSON.stringify(expected)} by Connect, ${JSON.stringify(got)}`);
      else if (expected === undefined) {
        if (answered.has(method.name))
          unproven.push(`${what}: ${byRest.code} ${byRest.message.slice(0, 200)}`);
      } else {
        same++;
        if (byRest.status !== method.successCode) wrong.push(`${what}: ${byRest.status}`);
        // The sample itself is what arrived.
        expect(expected).toEqual(toJson(method.method.input, fromJson(method.method.input, json)));
      }
    }
  });
  expect(wrong).toEqual([]);
  expect(unproven).toEqual([]);
  expect(same).toBeGreaterThan(700);
});

test("fields that nobody knows reach no handler of any RPC, and change nothing else", async () => {
  const wrong: string[] = [];
  let same = 0;
  for (const method of contractMethods) {
    const sample = sampleOf(method, world);
    const heardOf = async (json: JsonObject): Promise<string> => {
      heard.delete(method.name);
      const { code, message } = await direct(method, json, "ada");
      return `${code} ${message} ${JSON.stringify(heard.get(method.name))}`;
    };
    const plain = await heardOf(sample);
    const more = await heardOf({ ...sample, fromTheFuture: { deep: [1] }, another_one: "x" });
    if (plain !== more) wrong.push(`${shortName(method)}: ${plain} without, ${more} with unknown fields`);
    if (heard.has(method.name)) same++;
  }
  expect(wrong).toEqual([]);
  expect(same).toBeGreaterThan(700);
});

test("every RPC that nobody implements answers 12 over Connect and 501 over REST", async () => {
  const wrong: string[] = [];
  let routes = 0;
  const check = async (what: string, ask: Ask): Promise<void> => {
    const reply = await askEmpty(ask);
    if (reply.code !== 12 || reply.status !== 501)
      wrong.push(`${what}: ${reply.status} ${reply.code} ${reply.message}`);
  };
  await inTurn(contractMethods, async (method) => {
    await check(shortName(method), { path: `/${method.name}`, body: "{}" });
    for (const { verb, path, body } of routesOf(method)) {
      routes++;
      const url = path.replace(/\{[^}]+\}/g, "1");
      await check(`${shortName(method)} ${verb} ${url}`, {
        verb,
        path: url,
        ...(body === "" ? {} : { body: "{}" }),
      });
    }
  });
  expect(wrong).toEqual([]);
  expect(routes).toBeGreaterThan(800);
  expect(implemented.length + unimplemented.length).toBe(contractMethods.length);
});
