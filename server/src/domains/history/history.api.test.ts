/** Who did what and when, for those who may know it, and as far back as the instance may look. */
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SystemService } from "#contract/zitadel/system_pb.ts";
import { entities } from "#src/app/parts.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let instanceId: string;
let house: Awaited<ReturnType<typeof manager>>;
let stranger: typeof house;
let projectId: string;
let appIds: readonly string[];
let grantId: string;
let human: string;

async function manager(name: string) {
  const ctx = tenant.ctx();
  const { aggregateId: orgId } = await createOrg(ctx, name);
  const { aggregateId: userId } = await createMachine(ctx, { orgId, userName: name, name: `The ${name}` });
  const owner: MemberOwner = { kind: "org", id: orgId };
  await ctx.store.execute(ctx, [memberRef(owner, userId)], ([before]) => [
    addMember(owner, userId, ["ORG_OWNER"])(before),
  ]);
  const { token } = await addPat(ctx, userId, undefined);
  const transport = tenant.transport(token);
  return {
    orgId,
    userId,
    management: createClient(ManagementService, transport),
    auth: createClient(AuthService, transport),
    admin: createClient(AdminService, transport),
  };
}

const admin = () => createClient(AdminService, tenant.transport(tenant.ownerToken));

beforeAll(async () => {
  tenant = await createTenant();
  ({ instanceId } = tenant.created);
  [house, stranger] = await Promise.all([manager("house"), manager("stranger")]);
  const { management } = house;
  ({ id: projectId } = await management.addProject({ name: "Shop" }));
  const apps = ["one", "two"].map((name) => management.addAPIApp({ projectId, name, authMethodType: 0 }));
  appIds = (await Promise.all(apps)).map(({ appId }) => appId);
  await management.updateApp({ projectId, appId: appIds[0] ?? "", name: "first" });
  await management.addProjectRole({ projectId, roleKey: "buyer", displayName: "Buyer" });
  ({ grantId } = await management.addProjectGrant({
    projectId,
    grantedOrgId: stranger.orgId,
    roleKeys: ["buyer"],
  }));
  ({ userId: human } = await management.importHumanUser({
    userName: "gina",
    profile: { firstName: "Gina", lastName: "Greene" },
    email: { email: "gina@secret.example", isEmailVerified: true },
    password: "Sup3r-secret",
  }));
  await management.generateMachineSecret({ userId: house.userId });
});
afterAll(() => tenant.close());

async function refusal(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason),
  );
  return error === undefined ? "allowed" : Code[error.code];
}

interface Listed {
  readonly result: readonly { readonly eventType?: { readonly key: string } | undefined }[];
}
const typesOf = ({ result }: Listed): readonly string[] =>
  result.map(({ eventType }) => eventType?.key.replace("EventTypes.", "") ?? "");

test("changes of an organization, newest first or oldest first, page by page, with who made them", async () => {
  const { management, orgId, userId } = house;
  await management.updateOrg({ name: "House!" });
  const newest = await management.listOrgChanges({});
  expect(typesOf(newest)[0]).toBe("org.changed");
  expect(typesOf(newest).at(-1)).toBe("org.added");
  expect(newest.result[0]).toMatchObject({
    editorId: userId,
    editorDisplayName: "The house",
    editorPreferredLoginName: expect.stringContaining("house"),
    resourceOwnerId: orgId,
    eventType: { key: "EventTypes.org.changed", localizedMessage: "Organization changed" },
  });
  const sequences = newest.result.map(({ sequence }) => sequence);
  const oldest = await management.listOrgChanges({ query: { asc: true } });
  expect(oldest.result.map(({ sequence }) => sequence)).toEqual(sequences.toReversed());
  const [first] = (await management.listOrgChanges({ query: { limit: 1 } })).result;
  const next = await management.listOrgChanges({ query: { sequence: first?.sequence ?? 0n, limit: 2 } });
  expect(next.result.map(({ sequence }) => sequence)).toEqual(sequences.slice(1, 3));
  const up = await management.listOrgChanges({ query: { sequence: 1n, limit: 1, asc: true } });
  expect(up.result.map(({ sequence }) => sequence)).toEqual([2n]);
  const beyond = { query: { sequence: 2n ** 64n - 1n, limit: 4_294_967_295, asc: true } };
  expect((await management.listOrgChanges(beyond)).result).toEqual([]);
});

test("changes are told in the caller's language", async () => {
  const transport = tenant.transport(tenant.ownerToken, { "accept-language": "de-CH" });
  const { result } = await createClient(ManagementService, transport).listOrgChanges({
    query: { asc: true },
  });
  expect(result[0]?.eventType?.localizedMessage).toBe("Organisation hinzugefügt");
});

test("changes of a project are all of it, those of an application or a grant what concerns it", async () => {
  const { management } = house;
  const all = typesOf(await management.listProjectChanges({ projectId, query: { asc: true } }));
  expect(all).toEqual(expect.arrayContaining(["project.added", "project.role.added", "project.grant.added"]));
  expect(all.filter((type) => type === "project.application.added")).toHaveLength(2);
  const [first = "", second = ""] = appIds;
  expect(typesOf(await management.listAppChanges({ projectId, appId: first, query: { asc: true } }))).toEqual(
    ["project.application.added", "project.application.config.api.added", "project.application.changed"],
  );
  expect(typesOf(await management.listAppChanges({ projectId, appId: second })).length).toBe(2);
  const grant = { projectId, grantId };
  expect(typesOf(await management.listProjectGrantChanges(grant))).toEqual(["project.grant.added"]);
  expect(typesOf(await stranger.management.listProjectGrantChanges(grant))).toEqual(["project.grant.added"]);
});

test("changes of others' resources are not there", async () => {
  const [appId = ""] = appIds;
  const { management } = stranger;
  for (const call of [
    () => management.listProjectChanges({ projectId }),
    () => management.listAppChanges({ projectId, appId }),
    () => management.listUserChanges({ userId: human }),
    () => house.management.listUserChanges({ userId: stranger.userId }),
    () => house.management.listUserChanges({ userId: "nobody" }),
    () => house.management.listProjectGrantChanges({ projectId, grantId: "none" }),
    () => house.management.listAppChanges({ projectId: "none", appId }),
  ])
    expect(await refusal(call())).toBe("NotFound");
});

test("people see what happened to themselves", async () => {
  const mine = await house.auth.listMyUserChanges({ query: { asc: true } });
  expect(typesOf(mine).slice(0, 2)).toEqual(["user.machine.added", "user.pat.added"]);
  expect(
    typesOf(await house.management.listUserChanges({ userId: house.userId, query: { asc: true } })),
  ).toEqual(typesOf(mine));
});

test("a removed user's history stays, and they are an erased user wherever they did something", async () => {
  const { management } = house;
  const { userId } = await management.addMachineUser({ userName: "temp", name: "Temporary Tim" });
  const owner: MemberOwner = { kind: "org", id: house.orgId };
  const ctx = tenant.ctx();
  await ctx.store.execute(ctx, [memberRef(owner, userId)], ([before]) => [
    addMember(owner, userId, ["ORG_OWNER"])(before),
  ]);
  const { token } = await addPat(ctx, userId, undefined);
  const tim = createClient(ManagementService, tenant.transport(token));
  const { id } = await tim.addProject({ name: "Tim's" });
  await management.removeUser({ id: userId });
  expect(typesOf(await management.listUserChanges({ userId }))[0]).toBe("user.removed");
  const [made] = (await management.listProjectChanges({ projectId: id })).result;
  expect(made).toMatchObject({
    editorId: userId,
    editorDisplayName: "Erased user",
    editorPreferredLoginName: "",
  });
  expect(await refusal(stranger.management.listUserChanges({ userId }))).toBe("NotFound");
  const events = await admin().listEvents({ editorUserId: userId });
  expect(events.events[0]?.editor).toMatchObject({ userId, displayName: "Erased user" });
});

test("events by each filter, and by all together", async () => {
  const listed = async (request: Parameters<ReturnType<typeof admin>["listEvents"]>[0]) =>
    (await admin().listEvents(request)).events;
  const ofUser = await listed({ aggregateId: human, asc: true });
  expect(ofUser.map(({ type }) => type?.type)[0]).toBe("user.human.added");
  expect(ofUser[0]).toMatchObject({
    aggregate: { id: human, resourceOwner: house.orgId, type: { type: "user" } },
    editor: { userId: house.userId, displayName: "The house" },
    sequence: 1n,
  });
  const every = await listed({});
  expect(every.length).toBeGreaterThan(50);
  const times = every.map(({ creationDate }) => Number(creationDate?.seconds ?? 0n));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  for (const [request, holds] of [
    [{ editorUserId: house.userId }, (event) => event.editor?.userId === house.userId],
    [{ eventTypes: ["project.added"] }, (event) => event.type?.type === "project.added"],
    [{ aggregateTypes: ["project"] }, (event) => event.aggregate?.type?.type === "project"],
    [{ resourceOwner: house.orgId }, (event) => event.aggregate?.resourceOwner === house.orgId],
    [{ aggregateId: projectId }, (event) => event.aggregate?.id === projectId],
  ] satisfies readonly [object, (event: (typeof every)[number]) => boolean][]) {
    const found = (await listed(request)).map(({ sequence, aggregate }) => [sequence, aggregate?.id]);
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(every.filter(holds).map(({ sequence, aggregate }) => [sequence, aggregate?.id]));
  }
  const together = await listed({
    editorUserId: house.userId,
    aggregateTypes: ["project"],
    eventTypes: ["project.application.added", "user.human.added"],
    resourceOwner: house.orgId,
    aggregateId: projectId,
    asc: true,
    limit: 1,
    sequence: 1n,
  });
  expect(together.map(({ type }) => type?.type)).toEqual(["project.application.added"]);
  for (const none of [
    { aggregateTypes: ["nothing"] },
    { eventTypes: ["nothing"] },
    { resourceOwner: "nobody" },
    { eventTypes: ["project.added"], aggregateTypes: ["user"] },
  ])
    expect(await listed(none)).toEqual([]);
});

test("events from a time on, up to a time, and between two", async () => {
  const all = (await admin().listEvents({ asc: true })).events;
  const at = all[Math.floor(all.length / 2)]?.creationDate;
  if (at === undefined) throw new Error("no events");
  const ms = (time: typeof at | undefined) => Number(time?.seconds ?? 0n) * 1000 + (time?.nanos ?? 0) / 1e6;
  const shown = async (request: Parameters<ReturnType<typeof admin>["listEvents"]>[0]) =>
    (await admin().listEvents(request)).events.map(({ creationDate }) => ms(creationDate));
  const later = all.map(({ creationDate }) => ms(creationDate)).filter((time) => time >= ms(at));
  const earlier = all.map(({ creationDate }) => ms(creationDate)).filter((time) => time <= ms(at));
  const from = { case: "from", value: at } as const;
  expect((await shown({ asc: true, creationDateFilter: from })).slice(0, later.length)).toEqual(later);
  expect(await shown({ creationDateFilter: from })).toEqual(earlier.toReversed());
  expect(await shown({ creationDate: at })).toEqual(earlier.toReversed());
  const range = { case: "range", value: { since: at, until: at } } as const;
  const between = await shown({ creationDateFilter: range });
  expect(between.length).toBeGreaterThan(0);
  expect(new Set(between)).toEqual(new Set([ms(at)]));
  const never = { case: "from", value: { seconds: 2n ** 60n } } as const;
  expect(await refusal(admin().listEvents({ creationDateFilter: never }))).toBe("InvalidArgument");
});

test("events hold no secrets and no personal data", async () => {
  const { events } = await admin().listEvents({ aggregateTypes: ["user", "project", "web_key", "org"] });
  const added = events.find(
    ({ type, aggregate }) => type?.type === "user.human.added" && aggregate?.id === human,
  );
  expect(added?.payload).toBeDefined();
  const secret = events.find(({ type }) => type?.type === "user.machine.secret.set");
  expect(secret?.payload).toEqual({});
  const key = events.find(({ type }) => type?.type === "web_key.added");
  expect(Object.keys(key?.payload ?? {})).not.toContain("privateKey");
  const text = JSON.stringify(events.map(({ payload }) => payload));
  expect(text).toContain("clientId");
  for (const hidden of [
    "$2",
    "Crypted",
    "gina",
    "Gina",
    "Greene",
    "secret.example",
    "hashedSecret",
    "encodedHash",
  ])
    expect(text, hidden).not.toContain(hidden);
});

test("events are for those who may read the instance's", async () => {
  for (const call of [
    () => house.admin.listEvents({}),
    () => house.admin.listEventTypes({}),
    () => house.admin.listAggregateTypes({}),
    () => house.admin.listViews({}),
    () => house.admin.listFailedEvents({}),
  ])
    expect(await refusal(call())).toMatch(/NotFound|PermissionDenied/);
  const other = await tenant.another("other.tenant.test");
  const { events } = await admin().listEvents({ resourceOwner: other.orgId });
  expect(events).toEqual([]);
  expect((await admin().listEvents({ aggregateId: other.instanceId })).events).toEqual([]);
});

test("types of events and aggregates have names; no view lags and no event failed", async () => {
  const { eventTypes } = await admin().listEventTypes({});
  expect(eventTypes.map(({ type }) => type)).toEqual(entities.flatMap(({ types }) => [...types]).sort());
  const { aggregateTypes } = await admin().listAggregateTypes({});
  expect(aggregateTypes.find(({ type }) => type === "web_key")?.localized?.localizedMessage).toBe(
    "Signing key",
  );
  expect((await admin().listViews({})).result).toEqual([]);
  expect((await admin().listFailedEvents({})).result).toEqual([]);
  await admin().removeFailedEvent({ database: "d", viewName: "v", failedSequence: 1n });
});

test("what is older than the instance may look at is in no list", async () => {
  const system = createClient(SystemService, tenant.systemTransport());
  const { management } = house;
  expect((await management.listOrgChanges({})).result.length).toBeGreaterThan(0);
  await system.setLimits({ instanceId, auditLogRetention: { nanos: 1 } });
  expect((await management.listOrgChanges({})).result).toEqual([]);
  const early = { case: "from", value: timestampFromDate(new Date(0)) } as const;
  const asked = { aggregateId: house.orgId, asc: true, creationDateFilter: early };
  expect((await admin().listEvents(asked)).events).toEqual([]);
  await system.resetLimits({ instanceId });
  expect((await admin().listEvents(asked)).events.length).toBeGreaterThan(0);
});
