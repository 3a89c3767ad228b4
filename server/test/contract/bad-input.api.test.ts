/** Bad input for every RPC: refused with the field named, never an error of ours, and nothing stored. */
import { fromJson, type JsonObject, toBinary } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setupContext } from "#src/app/first-instance.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Caller } from "#src/platform/request/index.ts";
import type { RpcMethod } from "#src/platform/rpc/contract.ts";
import { frameOf, type GrpcCall, openGrpcWire } from "./grpc.ts";
import { type Ask, type House, inTurn, openHouse, probeHeader, type Reply } from "./harness.ts";
import { implemented, isReading, shortName } from "./methods.ts";
import { breakMark, type Mutation, mutationsOf } from "./mutations.ts";
import { sampleOf } from "./sample.ts";
import { createWorld, type World } from "./world.ts";

const owner = "owner";
const callers = new Map<string, Caller>();
let house: House;
let foreign: World;
let foreignInstance: string;
let foreignEvents: number;

beforeAll(async () => {
  house = await openHouse(callers);
  const { tenant } = house;
  const { instanceId, orgId } = tenant.created;
  const memberships = [
    { kind: "iam", objectId: instanceId, ownerId: instanceId, roles: ["IAM_OWNER"] } as const,
    { kind: "system", objectId: "", ownerId: "", roles: ["SYSTEM_OWNER"] } as const,
  ];
  callers.set(owner, {
    kind: "user",
    userId: "owner",
    orgId,
    scopes: [],
    memberships: async () => memberships,
  });
  foreignInstance = (await tenant.another("foreign.test")).instanceId;
  foreign = await createWorld(setupContext(tenant, foreignInstance, "http://foreign.test"), "foreigner");
  foreignEvents = await eventsOf(foreignInstance);
});
afterAll(() => house.close());

const eventsOf = async (instanceId: string): Promise<number> => {
  const [row] = await house.tenant.database.query<{ readonly n: number }>(
    sql`select count(*)::int as n from events where instance_id = ${instanceId}`,
  );
  return Number(row?.n);
};

/** The probes of calls that left an event. That a password was tried, and locked its user, is recorded in any case. */
async function written(): Promise<ReadonlySet<string>> {
  const rows = await house.tenant.database.query<{ readonly creator: string }>(
    sql`
      select distinct creator from events where creator like 'probe-%' and type not like '%.check.%'
        and type <> 'user.locked'`,
  );
  return new Set(rows.map((row) => row.creator));
}

/** Nothing of the inside shows: no file, no frame of a stack, no statement. */
const leak = /\.ts\b|node_modules|node:internal|\n\s+at |\bselect\b .*\bfrom\b|violates|PostgreSQL/i;
/** gRPC and Connect: unknown, internal, data loss. */
const ours = (reply: Reply): boolean =>
  [2, 13, 15, -1].includes(reply.code) || (reply.status >= 500 && reply.status !== 501);

/** Removals of what is not there succeed, lists find nothing, and settings of no organization are the instance's. */
const indifferent = /^(Delete|Remove|List|GetActiveIdentityProviders$|Get\w+Settings$)/;

const known = (name: string): RegExp => new RegExp(name.replaceAll("_", "_?"), "i");

let probes = 0;
/** The probes of calls that were refused, with what they were. */
const refusedProbes = new Map<string, string>();

/** One bad call. What is wrong with the answer goes into `wrong`. */
function attempt(what: string, ask: Ask, wrong: string[]): Promise<Reply> {
  return attemptBy(what, wrong, undefined, (probe) =>
    house.ask({ token: owner, ...ask, headers: { ...ask.headers, [probeHeader]: probe } }),
  );
}

/** The same, past the wire. `names` is the field that the refusal must name. */
function attemptDirect(
  what: string,
  method: RpcMethod,
  json: JsonObject,
  { orgId }: World,
  wrong: string[],
  names: string | undefined,
): Promise<Reply> {
  // What must be refused is so wherever it is asked, and needs no organization looked up.
  const where = names === undefined ? { "x-zitadel-orgid": orgId } : {};
  return attemptBy(what, wrong, names, (probe) =>
    house.direct(method, json, owner, { ...where, [probeHeader]: probe }),
  );
}

async function attemptBy(
  what: string,
  wrong: string[],
  names: string | undefined,
  send: (probe: string) => Promise<Reply>,
): Promise<Reply> {
  const probe = `probe-${++probes}`;
  const reply = await send(probe);
  const told = `${what}: ${reply.status} ${reply.code} ${reply.message.slice(0, 160)}`;
  if (reply.code !== 0) refusedProbes.set(probe, told);
  if (ours(reply)) wrong.push(told);
  else if (leak.test(reply.message)) wrong.push(`${told} (shows the inside)`);
  else if (names !== undefined && (reply.code !== 3 || reply.status !== 400))
    wrong.push(`${told} (should be refused)`);
  else if (names !== undefined && !known(names).test(reply.message))
    wrong.push(`${told} (does not name ${names})`);
  return reply;
}

const connect = (method: RpcMethod, json: JsonObject, world: World): Ask => ({
  path: `/${method.name}`,
  body: JSON.stringify(json),
  headers: { "x-zitadel-orgid": world.orgId },
});

/**
 * What may succeed, and change the world, comes late: ids of others, then the sample itself, then what is missing of
 * it.
 */
const urgency = ({ what, names, breaks }: Mutation): number =>
  names !== undefined || breaks ? 0 : what.includes(": foreign") ? 1 : what === fromTheFuture ? 2 : 3;

/** A message that many requests contain is read by one piece of code: some of its places stand for all. */
const often = 3;
const readings = new Map<string, number>();
function isRead({ reading }: Mutation): boolean {
  if (reading === undefined) return false;
  const times = (readings.get(reading) ?? 0) + 1;
  readings.set(reading, times);
  return times > often;
}

const fromTheFuture = "with unknown fields";
const unknownFields = { fromTheFuture: { deep: [1] }, another_one: "x" };

/** The request in binary, with bytes that are no UTF-8 where the mark stands. */
function broken(method: RpcMethod, json: JsonObject, world: World): Ask {
  const bytes = Buffer.from(toBinary(method.method.input, fromJson(method.method.input, json)));
  const at = bytes.indexOf(breakMark);
  if (at < 0) throw new Error(`${method.name} lost its mark`);
  bytes.fill(0xff, at, at + breakMark.length);
  return { ...connect(method, json, world), body: bytes, type: "application/proto" };
}

/** What a refusal, or the lack of one, says against the product. */
function judge({ what }: Mutation, method: RpcMethod, { code, text, message }: Reply): string | undefined {
  if (what === fromTheFuture && /fromTheFuture|another_one/.test(message))
    return "minds what it does not know";
  if (what.endsWith("too long") && code === 0) return "takes it";
  if (!what.includes(": foreign")) return undefined;
  if (code === 0 && !indifferent.test(method.method.name)) return "takes what is another tenant's";
  return text.includes("foreigner") ? `shows ${text.slice(0, 100)}` : undefined;
}

test("no wrong field gets further than a refusal, and fields that nobody knows are ignored", async () => {
  const wrong: string[] = [];
  let tried = 0;
  let succeeded = 0;
  const shared = await createWorld(house.tenant.ctx(), "shared");
  const attemptOne = async (method: RpcMethod, mutation: Mutation, world: World): Promise<void> => {
    tried++;
    const { what, json, names, breaks } = mutation;
    const name = `${shortName(method)} ${what}`;
    if (breaks) {
      const reply = await attempt(name, broken(method, json, world), wrong);
      if (reply.code !== 3)
        wrong.push(`${name}: ${reply.code} ${reply.message.slice(0, 100)} (should be refused)`);
      return;
    }
    // One request of each method goes the whole way; the others begin where its JSON is read.
    const reply =
      what === fromTheFuture
        ? await attempt(name, connect(method, json, world), wrong)
        : await attemptDirect(name, method, json, world, wrong, names);
    if (what === fromTheFuture && reply.code === 0) succeeded++;
    const found = judge(mutation, method, reply);
    if (found !== undefined) wrong.push(`${name}: ${found}`);
  };
  // Lists first, while there is little to list.
  const ordered = implemented.toSorted((a, b) => Number(isReading(b)) - Number(isReading(a)));
  await inTurn(
    ordered,
    async (method, index) => {
      const world = isReading(method) ? shared : await createWorld(house.tenant.ctx(), `bad${index}`);
      const sample = sampleOf(method, world);
      const mutations = [
        ...mutationsOf(method.method.input, sample, foreign, world).filter((mutation) => !isRead(mutation)),
        { what: fromTheFuture, json: { ...sample, ...unknownFields } },
      ];
      for (const mutation of mutations.toSorted((a, b) => urgency(a) - urgency(b)))
        await attemptOne(method, mutation, world);
    },
    16,
  );
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(implemented.length * 5);
  // Samples that are refused for another reason would prove little.
  expect(succeeded).toBeGreaterThan(implemented.length * 0.6);
});

test("more than 4 MiB is refused over Connect and REST", async () => {
  const wrong: string[] = [];
  // Announced is enough to be refused, and the rest need not be sent.
  const large = { body: "{", announced: 4 * 1024 * 1024 + 1 };
  const whatFollows = async (what: string, ask: Ask): Promise<void> => {
    const reply = await attempt(what, ask, wrong);
    if (reply.code !== 8 || reply.status !== 413) wrong.push(`${what}: ${reply.status} ${reply.code}`);
  };
  await inTurn(
    implemented,
    async (method) => {
      await whatFollows(`${shortName(method)} over Connect`, { path: `/${method.name}`, ...large });
      const route = method.http.find(({ body }) => body !== "");
      if (route === undefined) return;
      const path = route.path.replace(/\{[^}]+\}/g, "1");
      await whatFollows(`${shortName(method)} over REST`, { verb: route.verb, path, ...large });
    },
    2,
  );
  expect(wrong).toEqual([]);
});

const fourMib = 4 * 1024 * 1024;
/** No message: a field number of 0, and a length that is not there. */
const garbage = Buffer.from([0x00, 0xff, 0xff, 0xff, 0x0a, 0xff]);
/** Bodies of a gRPC call, and the codes they are refused with. */
const brokenFrames: readonly (readonly [string, Buffer, number])[] = [
  ["no frame", Buffer.alloc(0), 3],
  ["half a frame's head", Buffer.alloc(3), 3],
  ["garbage in a frame", frameOf(garbage), 3],
  ["less than its frame announces", frameOf(Buffer.from([0x0a, 0x01]), 100), 3],
  ["more than its frame announces", Buffer.concat([frameOf(Buffer.alloc(0)), garbage]), 3],
  ["unknown flags", Buffer.from([0x7f, 0, 0, 0, 0]), 3],
];

test("broken frames and more than 4 MiB are refused over gRPC, over one connection that lives on", async () => {
  const wrong: string[] = [];
  const wire = openGrpcWire(house.port);
  const refuse = async (
    method: RpcMethod,
    what: string,
    code: number,
    sent: Pick<GrpcCall, "body" | "announced">,
  ) => {
    const probe = `probe-${++probes}`;
    const headers = { [probeHeader]: probe };
    const reply = await wire.send({ method: method.name, token: owner, headers, ...sent });
    const told = `${shortName(method)} with ${what}: ${reply.status} ${reply.code} ${reply.message}`;
    refusedProbes.set(probe, told);
    if (reply.status !== 200 || reply.code !== code) wrong.push(told);
    else if (leak.test(reply.message)) wrong.push(`${told} (shows the inside)`);
  };
  await inTurn(
    implemented,
    async (method) => {
      for (const [what, body, code] of brokenFrames) await refuse(method, what, code, { body });
      // Announced is enough, as above.
      await refuse(method, "more than 4 MiB", 8, { body: Buffer.alloc(8), announced: fourMib + 6 });
    },
    16,
  );
  for (const method of implemented.slice(0, 2))
    await refuse(method, "4 MiB and a byte, sent", 8, { body: frameOf(Buffer.alloc(fourMib + 1)) });
  wire.close();
  expect(wrong).toEqual([]);
});

test("path and query of every route are as strict as the body", async () => {
  const wrong: string[] = [];
  let tried = 0;
  const rest = async (method: RpcMethod, verb: string, path: string, mustFail: boolean): Promise<void> => {
    tried++;
    const body = verb === "GET" || verb === "DELETE" ? {} : { body: "{}" };
    const what = `${shortName(method)} ${verb} ${path}`;
    const reply = await attempt(what, { verb, path, ...body }, wrong);
    if (mustFail && reply.status !== 400)
      wrong.push(`${what}: ${reply.status} ${reply.message.slice(0, 100)}`);
  };
  await inTurn(implemented, async (method) => {
    for (const { verb, path, body } of method.http) {
      const plain = path.replace(/\{[^}]+\}/g, "1");
      if (path.includes("{"))
        for (const bad of ["%FF", "%00", "%ED%A0%80"])
          await rest(method, verb, path.replace(/\{[^}]+\}/, bad).replace(/\{[^}]+\}/g, "1"), true);
      if (body === "*") continue;
      for (const field of method.method.input.fields) {
        const strict = field.enum !== undefined || (field.scalar !== undefined && field.scalar !== 9);
        if (field.fieldKind === "list" || path.includes(`{${field.name}`)) continue;
        await rest(method, verb, `${plain}?${field.name}=NO_SUCH_VALUE`, strict && field.name !== body);
        await rest(method, verb, `${plain}?${field.name}=%FF%00`, false);
      }
    }
  });
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(100);
});

test("what was refused has stored nothing, and another tenant was never touched", async () => {
  const stored = await written();
  expect([...refusedProbes].filter(([probe]) => stored.has(probe)).map(([, what]) => what)).toEqual([]);
  // Some calls went through, or the probes would prove nothing.
  expect(stored.size).toBeGreaterThan(10);
  expect(refusedProbes.size).toBeGreaterThan(1000);
  expect(await eventsOf(foreignInstance)).toBe(foreignEvents);
  expect(house.unexpected()).toEqual([]);
});
