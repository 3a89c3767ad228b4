import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { AuthRequest, createAuthRequest } from "#src/domains/authrequest/index.ts";
import { createOrg, Org } from "#src/domains/org/index.ts";
import { createProject, Project, ProjectGrant, ProjectRole } from "#src/domains/project/index.ts";
import { createSession, Session } from "#src/domains/session/index.ts";
import { issueTokens, OidcSession } from "#src/domains/token/index.ts";
import { User } from "#src/domains/user/index.ts";
import { createUserGrant, UserGrant } from "#src/domains/usergrant/index.ts";
import { addMember, memberEntity, memberRef } from "#src/kits/members/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { type AnyEntity, fresh, ownedBy, ref } from "#src/platform/eventstore/index.ts";
import { listDeliveries, startWorker, type Worker } from "#src/platform/queue/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { tasksOf } from "./jobs.ts";

let tenant: Tenant;
let worker: Worker | undefined;
const troubles: unknown[] = [];

beforeAll(async () => {
  tenant = await createTenant();
});
beforeEach(() => {
  troubles.length = 0;
});
afterAll(async () => {
  await worker?.stop();
  await tenant.close();
});

const writer = () => ({ instanceId: tenant.created.instanceId, creator: "SYSTEM" });
const rows = (entity: AnyEntity, where = sql`true`) =>
  tenant.store.count(entity, tenant.created.instanceId, where);

async function addUser(orgId: string, name: string): Promise<string> {
  const id = tenant.newId();
  await tenant.store.execute(writer(), [ownedBy(orgId, fresh(User, id))], () => [
    [{ type: "user.machine.added", payload: { userName: name, name } }],
  ]);
  return id;
}

/** Works until no cleanup is left. @throws Error after a minute */
async function workOff(): Promise<void> {
  worker ??= startWorker({
    database: tenant.database,
    tasks: tasksOf(tenant, tenant.origin),
    onRun: () => undefined,
    onTrouble: (error) => troubles.push(error),
    clock: () => performance.now(),
    random: () => 0.5,
  });
  worker.wake();
  const end = performance.now() + 60_000;
  for (;;) {
    const [left] = await tenant.database.query<{ total: number }>(
      sql`select count(*)::int as total from jobs where instance_id <> ''`,
    );
    if (left?.total === 0) return;
    if (performance.now() > end) throw new Error(`still to do: ${left?.total}; ${troubles.join("\n")}`);
    await new Promise((settle) => setTimeout(settle, 25));
  }
}

async function addGrant(projectId: string, grantId: string, grantedOrgId: string, roleKeys: string[]) {
  await tenant.store.execute(writer(), [ref(ProjectGrant, projectId, grantId)], () => [
    [{ type: "project.grant.added", payload: { grantId, grantedOrgId, roleKeys } }],
  ]);
}

async function addTo(owner: Parameters<typeof memberRef>[0], userId: string, role: string) {
  await tenant.store.execute(writer(), [memberRef(owner, userId)], ([before]) => [
    addMember(owner, userId, [role])(before),
  ]);
}

const tokensFor = (userId: string, userOrgId: string) =>
  issueTokens(tenant.ctx(), {
    userId,
    userOrgId,
    sessionId: "",
    clientId: "c",
    audience: [],
    scope: ["openid"],
    authMethods: [],
    authTime: new Date().toISOString(),
    reason: 4,
    withRefreshToken: true,
  });

test("of a removed organization with 250 users nothing is shown at once, and nothing left after its job", async () => {
  const ctx = tenant.ctx();
  const home = tenant.created.orgId;
  const { aggregateId: orgId } = await createOrg(ctx, "Doomed");
  const users = await Promise.all(Array.from({ length: 250 }, (_, n) => addUser(orgId, `doomed-${n}`)));
  const [userId = ""] = users;
  const { aggregateId: ownId } = await createProject(ctx, { orgId, name: "Own" });
  const { aggregateId: lentId } = await createProject(ctx, { orgId: home, name: "Lent" });
  await addGrant(lentId, "g1", orgId, []);
  const guest = await addUser(home, "guest");
  await createUserGrant(ctx, orgId, { userId, projectId: ownId, projectGrantId: "", roleKeys: [] });
  await createUserGrant(ctx, orgId, { userId: guest, projectId: lentId, projectGrantId: "g1", roleKeys: [] });
  await addTo({ kind: "project_grant", projectId: lentId, grantId: "g1" }, guest, "PROJECT_GRANT_OWNER");
  await addTo({ kind: "project", id: lentId }, userId, "PROJECT_OWNER");
  await createSession(ctx, { checks: { user: { userId } } });
  await tokensFor(userId, orgId);
  const before = await rows(User);

  const transport = tenant.transport(tenant.ownerToken);
  await createClient(OrganizationService, transport).deleteOrganization({ id: orgId });
  expect(await ctx.store.hasGone(ctx.instanceId)).toBe(true);
  const listed = await createClient(UserService, transport).listUsers({});
  expect(listed.details?.totalResult).toBe(BigInt(before - 250));
  expect(
    (await createClient(ProjectService, transport).listProjects({})).projects.map(({ name }) => name),
  ).not.toContain("Own");
  await expect(createSession(tenant.ctx(), { checks: { user: { userId } } })).rejects.toMatchObject({
    kind: "not_found",
  });

  await workOff();
  expect(troubles).toEqual([]);
  expect(await ctx.store.hasGone(ctx.instanceId)).toBe(false);
  expect(await rows(Org, sql`t.aggregate_id = ${orgId}`)).toBe(0);
  expect(await rows(User, sql`t.owner = ${orgId}`)).toBe(0);
  expect(await rows(User)).toBe(before - 250);
  expect(await rows(Project, sql`t.owner = ${orgId}`)).toBe(0);
  expect(await rows(ProjectGrant, sql`t.granted_org_id = ${orgId}`)).toBe(0);
  expect(await rows(UserGrant, sql`t.owner = ${orgId}`)).toBe(0);
  expect(await rows(memberEntity("project_grant"), sql`t.aggregate_id = ${lentId}`)).toBe(0);
  expect(await rows(memberEntity("project"), sql`t.user_id = ${userId}`)).toBe(0);
  expect(await rows(Session, sql`t.user_id = ${userId} and t.status = 'active'`)).toBe(0);
  expect(await rows(OidcSession, sql`t.user_id = ${userId} and t.expires_at is not null`)).toBe(0);
  const [names] = await tenant.database.query<{ total: number }>(
    sql`select count(*)::int as total from uniques where value like 'doomed-%'`,
  );
  expect(names?.total).toBe(0);
  expect((await listDeliveries(tenant.database, ctx.instanceId, 1_000)).length).toBeGreaterThan(250);
  const [creator] = await tenant.store.events(ctx.instanceId, { types: ["user.removed"], limit: 1 });
  expect(creator?.creator).toBe("SYSTEM");
});

test("a removed user's memberships, grants, sessions and tokens go, those of others stay", async () => {
  const ctx = tenant.ctx();
  const { orgId } = tenant.created;
  const [gone, other] = [await addUser(orgId, "gone"), await addUser(orgId, "other")];
  const { aggregateId: projectId } = await createProject(ctx, { orgId, name: "Club" });
  for (const userId of [gone, other]) {
    await createUserGrant(ctx, orgId, { userId, projectId, projectGrantId: "", roleKeys: [] });
    await addTo({ kind: "org", id: orgId }, userId, "ORG_OWNER");
    await addTo({ kind: "instance", id: ctx.instanceId }, userId, "IAM_OWNER");
    await createSession(ctx, { checks: { user: { userId } } });
    await tokensFor(userId, orgId);
  }
  const left = (userId: string) =>
    Promise.all([
      rows(UserGrant, sql`t.user_id = ${userId}`),
      rows(memberEntity("org"), sql`t.user_id = ${userId}`),
      rows(memberEntity("instance"), sql`t.user_id = ${userId}`),
      rows(Session, sql`t.user_id = ${userId} and t.status = 'active'`),
      rows(OidcSession, sql`t.user_id = ${userId} and t.expires_at is not null`),
    ]);
  expect(await left(gone)).toEqual([1, 1, 1, 1, 1]);
  await createClient(UserService, tenant.transport(tenant.ownerToken)).deleteUser({ userId: gone });
  await workOff();
  expect(troubles).toEqual([]);
  expect(await left(gone)).toEqual([0, 0, 0, 0, 0]);
  expect(await left(other)).toEqual([1, 1, 1, 1, 1]);
});

test("of more members and memberships than a run takes, the next one takes the rest", async () => {
  const ctx = tenant.ctx();
  const { instanceId } = ctx;
  const { aggregateId: projectId } = await createProject(ctx, { orgId: tenant.created.orgId, name: "Crowd" });
  const places = Array.from({ length: 110 }, (_, n) => [
    { grantId: "crowded", userId: `guest-${n}` },
    { grantId: `other-${n}`, userId: "busy" },
  ])
    .flat()
    .map(({ grantId, userId }) => ({
      owner: { kind: "project_grant", projectId, grantId } as const,
      userId,
    }));
  for (const some of [places.slice(0, 110), places.slice(110)])
    await tenant.store.execute(
      writer(),
      some.map(({ owner, userId }) => memberRef(owner, userId)),
      () => some.map(({ owner, userId }) => addMember(owner, userId, ["PROJECT_GRANT_OWNER"])(undefined)),
    );
  const tasks = tasksOf(tenant, tenant.origin);
  const left = () => rows(memberEntity("project_grant"), sql`t.aggregate_id = ${projectId}`);
  const runs = async (task: string, payload: object) => [
    await tasks[task]?.run({ id: "1", instanceId, task, payload, attempt: 1 }),
    await left(),
  ];
  expect(await runs("user.cleanup", { userId: "busy" })).toEqual(["again", 120]);
  expect(await runs("user.cleanup", { userId: "busy" })).toEqual(["done", 110]);
  expect(await runs("project.grant.cleanup", { projectId, grantId: "crowded" })).toEqual(["again", 10]);
  expect(await runs("project.grant.cleanup", { projectId, grantId: "crowded" })).toEqual(["done", 0]);
});

test("grants of a removed project go, members of it and of its grants with it", async () => {
  const ctx = tenant.ctx();
  const { orgId } = tenant.created;
  const userId = await addUser(orgId, "worker");
  const { aggregateId: projectId } = await createProject(ctx, { orgId, name: "Brief" });
  await createUserGrant(ctx, orgId, { userId, projectId, projectGrantId: "", roleKeys: [] });
  await addGrant(projectId, "g", orgId, []);
  await addTo({ kind: "project_grant", projectId, grantId: "g" }, userId, "PROJECT_GRANT_OWNER");
  await createClient(ProjectService, tenant.transport(tenant.ownerToken)).deleteProject({ projectId });
  await workOff();
  expect(await rows(UserGrant, sql`t.project_id = ${projectId}`)).toBe(0);
  expect(await rows(memberEntity("project_grant"), sql`t.aggregate_id = ${projectId}`)).toBe(0);
});

test("a removed role leaves the grants that had it; a new one of the same key stays where it was given since", async () => {
  const ctx = tenant.ctx();
  const { orgId } = tenant.created;
  const [old, late] = [await addUser(orgId, "old"), await addUser(orgId, "late")];
  const { aggregateId: projectId } = await createProject(ctx, { orgId, name: "Roles" });
  const management = createClient(ManagementService, tenant.transport(tenant.ownerToken));
  const add = (roleKey: string) => management.addProjectRole({ projectId, roleKey, displayName: roleKey });
  await Promise.all([add("a"), add("b")]);
  await addGrant(projectId, "g", orgId, ["a", "b"]);
  const roleKeys = ["a", "b"];
  const { aggregateId: oldGrant } = await createUserGrant(ctx, orgId, {
    userId: old,
    projectId,
    projectGrantId: "",
    roleKeys,
  });
  await worker?.stop();
  worker = undefined;
  await management.removeProjectRole({ projectId, roleKey: "a" });
  await add("a");
  const { aggregateId: lateGrant } = await createUserGrant(ctx, orgId, {
    userId: late,
    projectId,
    projectGrantId: "",
    roleKeys,
  });
  await workOff();
  expect(troubles).toEqual([]);
  const keys = async (id: string) => (await tenant.store.get(UserGrant, ctx.instanceId, id))?.state.roleKeys;
  expect(await keys(oldGrant)).toEqual(["b"]);
  expect(await keys(lateGrant)).toEqual(["a", "b"]);
  expect((await tenant.store.get(ProjectGrant, ctx.instanceId, projectId, "g"))?.state.roleKeys).toEqual([
    "b",
  ]);
  expect(await rows(ProjectRole, sql`t.aggregate_id = ${projectId}`)).toBe(2);
  const cascades = await tenant.store.events(ctx.instanceId, {
    types: ["project.grant.cascade.changed", "user.grant.cascade.changed"],
    limit: 10,
  });
  expect(cascades.map(({ creator }) => creator)).toEqual(["SYSTEM", "SYSTEM"]);
});

test("doing a job twice does no harm", async () => {
  const troubled = tasksOf(tenant, tenant.origin);
  const { instanceId } = tenant.created;
  const at = new Date().toISOString();
  const payload = { orgId: "1", userId: "1", projectId: "1", grantId: "1", key: "k", at };
  const ofProjects = ["cleanup", "role.cleanup", "grant.cleanup", "grant.role.cleanup"];
  for (const task of ["org.cleanup", "user.cleanup", ...ofProjects.map((name) => `project.${name}`)])
    expect(await troubled[task]?.run({ id: "1", instanceId, task, payload, attempt: 2 })).toBe("done");
});

test("requests, sessions and tokens are forgotten a day after their end, with all their history", async () => {
  const ctx = tenant.ctx();
  const { orgId } = tenant.created;
  const userId = await addUser(orgId, "purged");
  const request = await createAuthRequest(ctx, {
    login_client: "",
    client_id: "c",
    redirect_uri: "https://rp.example/cb",
    scope: [],
    audience: [],
    response_type: 0,
  });
  const { row: live } = await createSession(ctx, { checks: { user: { userId } } });
  const { row: over } = await createSession(ctx, { checks: { user: { userId } }, lifetimeSeconds: 60 });
  const { oidcSessionId } = await tokensFor(userId, orgId);
  const history = async (id: string) =>
    (await tenant.store.events(ctx.instanceId, { aggregateIds: [id], limit: 10 })).length;
  const tasks = (ahead: number) =>
    tasksOf({ ...tenant, now: () => new Date(tenant.now().getTime() + ahead) }, tenant.origin);
  const job = { id: "1", instanceId: "", task: "purge", payload: {}, attempt: 1 };
  const hour = 3_600_000;

  await tasks(21 * hour)["purge"]?.run(job);
  expect(await rows(AuthRequest, sql`t.aggregate_id = ${request.aggregateId}`)).toBe(1);
  await tasks(23 * hour)["purge"]?.run(job);
  expect(await rows(AuthRequest)).toBe(0);
  expect(await history(request.aggregateId)).toBe(0);
  expect(await rows(Session, sql`t.aggregate_id = ${over.aggregateId}`)).toBe(0);
  expect(await history(over.aggregateId)).toBe(0);
  expect(await history(live.aggregateId)).toBeGreaterThan(0);
  expect(await history(oidcSessionId)).toBeGreaterThan(0);
  await tasks(365 * 24 * hour)["purge"]?.run(job);
  expect(await history(oidcSessionId)).toBe(0);
  expect(await history(live.aggregateId)).toBeGreaterThan(0);
});
