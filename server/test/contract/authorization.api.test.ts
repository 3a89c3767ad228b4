/** Who may call each RPC: the product against an evaluator and a table that share no code with it. */
import type { JsonObject } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrg } from "#src/domains/org/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import type { Caller, Membership } from "#src/platform/request/index.ts";
import type { RpcMethod } from "#src/platform/rpc/contract.ts";
import { type House, inTurn, openHouse, probeHeader, type Reply } from "./harness.ts";
import { implemented, isReading, shortName } from "./methods.ts";
import { reviewed } from "./reviewed.ts";
import { expected, managerRoles } from "./roles.ts";
import { sampleOf } from "./sample.ts";
import { createWorld, type World } from "./world.ts";

let house: House;
let world: World;
/** By role; "" manages nothing. */
const tokens = new Map<string, string>();
const callers = new Map<string, Caller>();

beforeAll(async () => {
  house = await openHouse(callers);
  const ctx = house.tenant.ctx();
  world = await createWorld(ctx, "main");
  await inTurn([{ role: "", level: "org" } as const, ...managerRoles], async ({ role, level }) => {
    const { aggregateId: userId } = await createMachine(ctx, { orgId: world.orgId, name: `Robot ${role}` });
    tokens.set(role, (await addPat(ctx, userId, undefined)).token);
    const owner = ownerAt(level);
    if (role === "" || owner === undefined) return;
    await ctx.store.execute(ctx, [memberRef(owner, userId)], () => [
      addMember(owner, userId, [role])(undefined),
    ]);
  });
});
afterAll(() => house.close());

function ownerAt(level: string): MemberOwner | undefined {
  if (level === "iam") return { kind: "instance", id: house.tenant.created.instanceId };
  if (level === "org") return { kind: "org", id: world.orgId };
  return level === "project" ? { kind: "project", id: world.projectId } : undefined;
}

/** Lists first, while there is little to list. */
const ofKind = (kind: RpcMethod["auth"]["kind"]): readonly RpcMethod[] =>
  implemented
    .filter(({ auth }) => auth.kind === kind)
    .toSorted((a, b) => Number(isReading(b)) - Number(isReading(a)));
const permissionOf = ({ auth }: RpcMethod): string => (auth.kind === "permission" ? auth.permission : "");
const told = (method: RpcMethod, who: string, { code, message }: Reply): string =>
  `${shortName(method)} as ${who}: ${code} ${message.slice(0, 120)}`;
const refused = (code: number): boolean => code === 7 || code === 16;

/** About things that the world does not have: a stranger is told that they are not there, as everyone is. */
const absent = /OIDCService|ApplicationKey$/;

/** Of oneself too, as long as nothing is set up that could be taken away. */
const notSetUp = /Remove(TOTP|OTPSMS|OTPEmail|RecoveryCodes)$/;

/** The same request of someone who does not have the resource's own token. */
const withoutSecret = (json: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([key]) => key !== "sessionToken"));

/** A caller of the test's own making, who manages one thing or nothing. */
function pretend(
  userId: string,
  held?: Pick<Membership, "kind" | "objectId" | "ownerId"> & { role: string },
) {
  const token = `pretend:${userId}:${held?.kind ?? ""}:${held?.role ?? ""}`;
  const memberships = held === undefined ? [] : [{ ...held, roles: [held.role] }];
  callers.set(token, {
    kind: "user",
    userId,
    orgId: world.orgId,
    scopes: [],
    memberships: async () => memberships,
  });
  return token;
}

test("there is something to check, of every kind", () => {
  for (const kind of ["public", "authenticated", "permission"] as const)
    expect(ofKind(kind).length).toBeGreaterThan(0);
  expect(managerRoles.length).toBeGreaterThan(20);
});

test("every RPC that is not public wants a token, and one that is whole", async () => {
  const wrong: string[] = [];
  await inTurn(implemented, async (method) => {
    const without = await house.call(method, {}, undefined);
    const garbage = await house.call(method, {}, "garbage");
    if (method.auth.kind === "public") {
      if (without.code !== 0 || garbage.code !== 0) wrong.push(told(method, "anyone", without));
      return;
    }
    if (without.code !== 16 || without.status !== 401) wrong.push(told(method, "nobody", without));
    if (garbage.code !== 16 || !garbage.message.includes("AUTH-7fs1e"))
      wrong.push(told(method, "garbage", garbage));
  });
  expect(wrong).toEqual([]);
});

test("who manages nothing is told so by every RPC with a permission", async () => {
  const wrong: string[] = [];
  await inTurn(ofKind("permission"), async (method) => {
    const reply = await house.direct(method, {}, tokens.get(""));
    if (reply.code !== 5 || !reply.message.includes("AUTHZ-cdgFk"))
      wrong.push(told(method, "no manager", reply));
  });
  expect(wrong).toEqual([]);
});

test("no RPC lets a manager in whose role lacks its permission", async () => {
  const wrong: string[] = [];
  const used = new Set<string>();
  const real = managerRoles.filter(({ level }) => level !== "project_grant");
  await inTurn(ofKind("permission"), async (method, index) => {
    const { auth } = method;
    const named = auth.kind === "permission" && auth.checkField !== undefined ? false : undefined;
    const lacking = real.filter(
      ({ role, level }) => expected(role, level, permissionOf(method), named) === 7,
    );
    for (const step of [0, 1, 2]) {
      const role = lacking[(index * 3 + step) % lacking.length]?.role;
      if (role === undefined) continue;
      used.add(role);
      const reply = await house.direct(method, {}, tokens.get(role));
      if (reply.code !== 7 || reply.status !== 403) wrong.push(told(method, role, reply));
    }
  });
  expect(wrong).toEqual([]);
  expect(used.size).toBeGreaterThan(10);
});

const anOrg = async (name: string): Promise<string> =>
  (await createOrg(house.tenant.ctx(), name)).aggregateId;

/** A user of the system, who stands in the configuration and in no table. */
const operator = (): string =>
  pretend("operator", { kind: "system", objectId: "", ownerId: "", role: "SYSTEM_OWNER" });

/** Whoever has the permission at the instance; at the organization where nobody else has it. */
function someoneWith(permission: string, index: number, orgId: string): string | undefined {
  const able = managerRoles.filter(({ role, level }) => expected(role, level, permission, undefined) === 0);
  const ofInstance = able.filter(({ level }) => level === "iam");
  const role = ofInstance[index % ofInstance.length]?.role;
  if (role !== undefined) return tokens.get(role);
  if (expected("SYSTEM_OWNER", "iam", permission, undefined) === 0) return operator();
  const ofOrg = able.find(({ level }) => level === "org")?.role;
  if (ofOrg === undefined) return undefined;
  return pretend(`member-${index}`, { kind: "org", objectId: orgId, ownerId: orgId, role: ofOrg });
}

test("every RPC lets someone in whose role has its permission", async () => {
  const wrong: string[] = [];
  await inTurn(ofKind("permission"), async (method, index) => {
    // It may well do what it is for, so it does it to something nobody else needs.
    const orgId = isReading(method) ? world.orgId : await anOrg(`able${index}`);
    const token = someoneWith(permissionOf(method), index, orgId);
    if (token === undefined)
      return void wrong.push(`${shortName(method)}: no role has ${permissionOf(method)}`);
    const reply = await house.direct(method, {}, token, { "x-zitadel-orgid": orgId });
    if (refused(reply.code) || reply.message.includes("AUTHZ-cdgFk"))
      wrong.push(told(method, "someone who may", reply));
  });
  expect(wrong).toEqual([]);
});

test("every RPC that only asks for a token is in the reviewed table", () => {
  const missing = ofKind("authenticated")
    .map(shortName)
    .filter((name) => !reviewed.has(name));
  expect(missing).toEqual([]);
});

test("a stranger can do nothing to what the reviewed table protects", async () => {
  const wrong: string[] = [];
  const stranger = pretend("stranger");
  let seen = 0;
  await inTurn(ofKind("authenticated"), async (method) => {
    const rule = reviewed.get(shortName(method)) ?? "";
    if (!rule.includes(".")) return;
    seen++;
    const json = withoutSecret(sampleOf(method, world));
    const reply = await house.direct(method, json, stranger, { [probeHeader]: "stranger" });
    const turnedAway =
      reply.message.includes("AUTHZ-cdgFk") || (reply.code === 5 && absent.test(method.name));
    if (!turnedAway) wrong.push(told(method, "a stranger", reply));
  });
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(40);
});

test("a manager without the permission of the reviewed table is refused, one with it is not", async () => {
  const wrong: string[] = [];
  await inTurn(ofKind("authenticated"), async (method, index) => {
    const permission = /^[a-z_.]+/.exec(reviewed.get(shortName(method)) ?? "")?.[0] ?? "";
    if (!permission.includes(".")) return;
    const own = isReading(method) ? world : await createWorld(house.tenant.ctx(), `mgr${index}`);
    const roles = managerRoles.filter(({ level }) => level === "iam" || level === "org");
    const pick = (code: 0 | 7) => {
      const fitting = roles.filter(
        ({ role, level }) => expected(role, level, permission, undefined) === code,
      );
      return fitting[index % fitting.length];
    };
    for (const wantedCode of [7, 0] as const) {
      const picked = pick(wantedCode);
      if (picked === undefined) {
        wrong.push(`${shortName(method)}: no role to try`);
        continue;
      }
      const { role } = picked;
      const iam = picked.level === "iam";
      const objectId = iam ? house.tenant.created.instanceId : own.orgId;
      const token = pretend(`manager-${index}-${wantedCode}`, {
        kind: iam ? "iam" : "org",
        objectId,
        ownerId: objectId,
        role,
      });
      const reply = await house.direct(method, withoutSecret(sampleOf(method, own)), token);
      const fits = wantedCode === 7 ? [5, 7].includes(reply.code) : !refused(reply.code);
      if (!fits) wrong.push(told(method, role, reply));
    }
  });
  expect(wrong).toEqual([]);
});

test("what is open, own or filtered refuses nobody with a token, and shows a stranger nothing of others", async () => {
  const wrong: string[] = [];
  const token = tokens.get("");
  await inTurn(ofKind("authenticated"), async (method) => {
    const rule = reviewed.get(shortName(method));
    if (rule !== "open" && rule !== "own" && rule !== "filtered") return;
    const reply = await house.direct(method, {}, token);
    if (refused(reply.code) || reply.message.includes("AUTHZ-cdgFk"))
      wrong.push(told(method, "no manager", reply));
    const asked = await house.direct(method, withoutSecret(sampleOf(method, world)), pretend("stranger"));
    if (
      rule !== "open" &&
      asked.code === 0 &&
      /(human-|machine-|Machine |App |Project )main/.test(asked.text)
    )
      wrong.push(`${shortName(method)} shows a stranger: ${asked.text.slice(0, 200)}`);
  });
  expect(wrong).toEqual([]);
});

test("one may do to oneself what the reviewed table allows", async () => {
  const wrong: string[] = [];
  await inTurn(ofKind("authenticated"), async (method, index) => {
    if (reviewed.get(shortName(method))?.endsWith(" or self") !== true) return;
    const own = await createWorld(house.tenant.ctx(), `self${index}`);
    const reply = await house.direct(method, { userId: own.userId }, pretend(own.userId));
    const isMissing = reply.code === 5 && !notSetUp.test(shortName(method));
    if (refused(reply.code) || isMissing) wrong.push(told(method, "oneself", reply));
  });
  expect(wrong).toEqual([]);
});

test("who a thing is about may do nothing else to it", async () => {
  const wrong: string[] = [];
  let seen = 0;
  const own = await createWorld(house.tenant.ctx(), "person");
  const people = [own.userId, own.machineId].map((id) => pretend(id));
  await inTurn(implemented, async (method) => {
    const rule = method.auth.kind === "permission" ? method.auth.permission : reviewed.get(shortName(method));
    if (rule?.includes(".") !== true || rule.includes(" or self")) return;
    for (const token of people) {
      seen++;
      const reply = await house.direct(method, withoutSecret(sampleOf(method, own)), token);
      const turnedAway =
        reply.message.includes("AUTHZ-cdgFk") || (reply.code === 5 && absent.test(method.name));
      if (!turnedAway) wrong.push(told(method, "the person itself", reply));
    }
  });
  expect(wrong).toEqual([]);
  expect(seen).toBeGreaterThan(500);
});
