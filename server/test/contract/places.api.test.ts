/**
 * Every RPC × every manager role × what is not theirs: the things of another organization, named by header and by
 * id, and of another instance. They are refused or told that it is not there, see nothing of it, and change nothing.
 */
import type { JsonObject, JsonValue } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setupContext } from "#src/app/first-instance.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Caller, Membership } from "#src/platform/request/index.ts";
import type { RpcMethod } from "#src/platform/rpc/contract.ts";
import { type House, inTurn, openHouse, probeHeader, type Reply } from "./harness.ts";
import { implemented, shortName } from "./methods.ts";
import { type Rule, reviewed } from "./reviewed.ts";
import { expected, type Level, managerRoles } from "./roles.ts";
import { sampleOf } from "./sample.ts";
import { createWorld, furnish, type World } from "./world.ts";

const callers = new Map<string, Caller>();
let house: House;
/** Where the callers manage something. */
let own: World;
/** Another organization of the same instance. */
let foreign: World;
/** An organization of another instance. */
let abroad: World;
let instanceAbroad: string;

beforeAll(async () => {
  house = await openHouse(callers);
  const { tenant } = house;
  const ctx = tenant.ctx();
  instanceAbroad = (await tenant.another("abroad.test")).instanceId;
  const ctxAbroad = setupContext(tenant, instanceAbroad, "http://abroad.test");
  [own, foreign, abroad] = await Promise.all([
    createWorld(ctx, "ours"),
    createWorld(ctx, "theirs"),
    createWorld(ctxAbroad, "abroad"),
  ]);
  await Promise.all([furnish(ctx, foreign), furnish(ctxAbroad, abroad)]);
  for (const { role, level } of managerRoles) callers.set(role, manager(role, level));
});
afterAll(() => house.close());

function manager(role: string, level: Level): Caller {
  const memberships = [{ ...thingAt(level), roles: [role] }];
  return { kind: "user", userId: role, orgId: own.orgId, scopes: [], memberships: async () => memberships };
}

function thingAt(kind: Level): Omit<Membership, "roles"> {
  const { instanceId } = house.tenant.created;
  if (kind === "iam") return { kind, objectId: instanceId, ownerId: instanceId };
  if (kind === "org") return { kind, objectId: own.orgId, ownerId: own.orgId };
  if (kind === "project") return { kind, objectId: own.projectId, ownerId: own.orgId };
  return { kind, objectId: own.projectGrantId, ownerId: own.orgId, grantedOrgId: own.grantedOrgId };
}

interface Wanted {
  readonly method: RpcMethod;
  readonly json: JsonObject;
  readonly rule: Rule | undefined;
  readonly reply: Reply;
}

const ofOrgs = managerRoles.filter(({ level }) => level !== "iam");
const ofInstances = managerRoles.filter(({ level }) => level === "iam");

/** For what no role has a say in: one of each level. */
const oneOfEach = managerRoles.filter(
  ({ level }, n) => managerRoles.findIndex((other) => other.level === level) === n,
);

/** What would end the callers' own organization is asked last. */
const ending = /RemoveOrg$|DeactivateOrg$/;
const ordered = [
  ...implemented.filter(({ name }) => !ending.test(name)),
  ...implemented.filter(({ name }) => ending.test(name)),
].filter(({ auth }) => auth.kind !== "public");

/** What is asked of all that a caller of that role is not refused by the annotation alone, which the matrix proves. */
interface Question {
  readonly world: World;
  /** Stands as creator in the events that come of it. */
  readonly probe: string;
  readonly roles: typeof managerRoles;
  readonly headers?: Readonly<Record<string, string>>;
  readonly skip?: (method: RpcMethod, role: string, level: Level) => boolean;
  readonly judge: (wanted: Wanted) => string | undefined;
}

/** Asks every RPC about the things of a world, and tells what was wrong with the answers. */
async function askAll({
  world,
  probe,
  roles,
  headers = {},
  skip,
  judge,
}: Question): Promise<readonly string[]> {
  const wrong: string[] = [];
  let asked = 0;
  const sent = { ...headers, [probeHeader]: probe };
  await inTurn(ordered, async (method) => {
    const rule = reviewed.get(shortName(method));
    for (const { role, level } of roles) {
      if (skip?.(method, role, level) === true) continue;
      asked++;
      const { sessionToken: _, ...json } = sampleOf(method, world);
      const reply = await house.direct(method, json, role, sent);
      const found = judge({ method, json, rule, reply }) ?? shows(world, method, reply);
      if (found !== undefined)
        wrong.push(
          `${shortName(method)} as ${role}: ${reply.code} ${reply.message.slice(0, 120)} (${found})`,
        );
    }
  });
  expect(asked).toBeGreaterThan(ordered.length);
  return wrong;
}

/** A name of the world stands in the answer, though not one that the request brought along. */
function shows({ mark }: World, method: RpcMethod, { code, text }: Reply): string | undefined {
  if (code !== 0 || reviewed.get(shortName(method)) === "open") return undefined;
  const known = new RegExp(`(?:Org|Granted|Free|App|Project|Machine) ${mark}|(?:human|machine)-${mark}`);
  return known.test(text) ? `shows ${text.slice(0, 200)}` : undefined;
}

/** Whether a request names a thing of that world. */
function names(world: World, json: JsonValue): boolean {
  const ids = new Set(Object.entries(world).flatMap(([key, id]) => (key.endsWith("Id") ? [id] : [])));
  const any = (value: JsonValue): boolean => {
    if (typeof value === "string") return ids.has(value);
    return typeof value === "object" && value !== null && Object.values(value).some(any);
  };
  return any(json);
}

/** Removals of what is not there succeed, and searches find nothing. */
const indifferent = /^(Delete|Remove|BulkRemove|List)/;
/** Any user of the instance may be made a manager. */
const ofAnyUser = /\/(AddOrgMember|AddProject|AddOrganization|CreateOrganization)$/;
/** There the settings of an organization that is not here are the instance's. */
const ofNobody = /\/Get\w+Settings$|\/GetActiveIdentityProviders$/;
/** About things that the world does not have: they are not there for anyone. */
const absent = /OIDCService|ApplicationKey$/;
const isNoMember = ({ code, message }: Reply): boolean => code === 5 && message.includes("AUTHZ-cdgFk");

/** Those that the annotation alone refuses, for whom the request names nothing of theirs. */
function refusedAnyway({ auth }: RpcMethod, role: string, level: Level): boolean {
  if (auth.kind !== "permission") return false;
  return expected(role, level, auth.permission, auth.checkField === undefined ? undefined : false) === 7;
}

/** Refused, not there, of a precondition that is not there, or not yet for anyone. */
const turnedAway: ReadonlySet<number> = new Set([5, 7, 9, 12]);

/** Past the annotation, what is not the caller's is not there. */
function judgeByIds(world: World, { method, json, rule, reply }: Wanted): string | undefined {
  if (turnedAway.has(reply.code) || indifferent.test(method.method.name)) return undefined;
  if (ofAnyUser.test(method.name)) return world === foreign ? undefined : "takes a user of another instance";
  if (ofNobody.test(method.name) && world === abroad) return undefined;
  if (rule?.includes(".") !== true && (!names(world, json) || rule === "own" || rule === "open"))
    return undefined;
  return "takes what is not theirs";
}

interface Stored {
  readonly type: string;
  readonly owner: string;
  readonly aggregate_id: string;
  readonly instance_id: string;
}

const storedBy = (probe: string) =>
  house.tenant.database.query<Stored>(
    sql`select type, owner, aggregate_id, instance_id from events where creator = ${probe}`,
  );

/** Those that are about one of the things of a world, or belong to one. */
const about = (world: World, stored: readonly Stored[]): readonly Stored[] =>
  stored.filter(({ owner, aggregate_id }) => names(world, [owner, aggregate_id]));

test("whoever manages an organization manages nothing in another that they name in the header", async () => {
  const wrong = await askAll({
    world: foreign,
    probe: "by-header",
    roles: ofOrgs,
    headers: { "x-zitadel-orgid": foreign.orgId },
    skip: ({ auth }, role) => auth.kind === "permission" && !oneOfEach.some((one) => one.role === role),
    judge: ({ method, rule, reply }) => {
      if (method.auth.kind !== "permission" && rule?.includes(".") !== true) return undefined;
      if (isNoMember(reply) || reply.code === 7) return undefined;
      return reply.code === 5 && absent.test(method.name) ? undefined : "should be no member";
    },
  });
  expect(wrong).toEqual([]);
  expect(await storedBy("by-header")).toEqual([]);
});

test("whoever manages an organization does nothing to the things of another by their ids", async () => {
  const wrong = await askAll({
    world: foreign,
    probe: "by-id",
    roles: ofOrgs,
    skip: refusedAnyway,
    judge: (wanted) => judgeByIds(foreign, wanted),
  });
  expect(wrong).toEqual([]);
  const stored = await storedBy("by-id");
  expect(about(foreign, stored)).toEqual([]);
  // Some calls did something in their own organization, or the probe would prove nothing.
  expect(stored.length).toBeGreaterThan(5);
});

test("whoever manages an instance does nothing to the things of another instance", async () => {
  const wrong = await askAll({
    world: abroad,
    probe: "abroad",
    roles: ofInstances,
    skip: refusedAnyway,
    judge: (wanted) => judgeByIds(abroad, wanted),
  });
  expect(wrong).toEqual([]);
  const stored = await storedBy("abroad");
  expect(stored.filter(({ instance_id }) => instance_id === instanceAbroad)).toEqual([]);
  expect(stored.length).toBeGreaterThan(5);
});

test("an organization of another instance is none that a header can name", async () => {
  const wrong = await askAll({
    world: abroad,
    probe: "abroad-header",
    roles: oneOfEach,
    headers: { "x-zitadel-orgid": abroad.orgId },
    judge: ({ method: { auth }, reply: { code, message } }) => {
      if (code === 7 && message.includes("AUTH-Bs7Ds")) return undefined;
      // The request names its organization itself, and that counts.
      const namesIt = auth.kind !== "public" && auth.orgField !== undefined;
      return namesIt && (code === 5 || code === 7) ? undefined : "should know no such organization";
    },
  });
  expect(wrong).toEqual([]);
  expect(await storedBy("abroad-header")).toEqual([]);
});

test("nothing unforeseen happened", () => {
  expect(house.unexpected()).toEqual([]);
});
