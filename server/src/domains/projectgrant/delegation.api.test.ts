/** Managers in delegation: a vendor grants its project to a customer, who gives its roles to people of its own. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { ProjectService as ProjectServiceBeta } from "#contract/zitadel/project/v2beta/project_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { tasksOf } from "#src/app/jobs.ts";
import { clientById, createApiApp } from "#src/domains/app/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createProject } from "#src/domains/project/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { rolesOf } from "#src/domains/usergrant/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { projectChecks } from "#src/login/house/project.ts";
import { refusal, refusalId } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let vendor: Party;
let customer: Party;
let other: Party;
let projectId: string;

interface Party {
  readonly orgId: string;
  readonly ownerId: string;
  readonly token: string;
  readonly management: Client<typeof ManagementService>;
  readonly projects: Client<typeof ProjectService>;
}

/** Odd on purpose: keys are anybody's words. */
const odd = ["reader", "a b", "__proto__", "ä/ö:%_\\", "'\"<>&{}", "长い鍵"];

async function manager(orgId: string, name: string, owner: MemberOwner, role: string): Promise<Party> {
  const ctx = tenant.ctx();
  const { aggregateId: ownerId } = await createMachine(ctx, { orgId, userName: name, name });
  await ctx.store.execute(ctx, [memberRef(owner, ownerId)], ([before]) => [
    addMember(owner, ownerId, [role])(before),
  ]);
  const { token } = await addPat(ctx, ownerId, undefined);
  const transport = tenant.transport(token);
  return {
    orgId,
    ownerId,
    token,
    management: createClient(ManagementService, transport),
    projects: createClient(ProjectService, transport),
  };
}

async function newParty(name: string): Promise<Party> {
  const { aggregateId: id } = await createOrg(tenant.ctx(), name);
  return manager(id, `owner-of-${name}`, { kind: "org", id }, "ORG_OWNER");
}

beforeAll(async () => {
  tenant = await createTenant();
  [vendor, customer, other] = await Promise.all([
    newParty("vendor"),
    newParty("customer"),
    newParty("other"),
  ]);
  ({ projectId } = await vendor.projects.createProject({ organizationId: vendor.orgId, name: "Shop" }));
  await vendor.management.bulkAddProjectRoles({
    projectId,
    roles: ["admin", ...odd].map((key) => ({ key, displayName: key })),
  });
});
afterAll(() => tenant.close());

const refusals = async (calls: readonly Promise<unknown>[]): Promise<ReadonlySet<string>> =>
  new Set(await Promise.all(calls.map(refusalId)));

let people = 0;
const addUser = async (party: Party): Promise<string> => {
  const name = `person${++people}`;
  return (await createMachine(tenant.ctx(), { orgId: party.orgId, userName: name, name })).aggregateId;
};
const keysOf = async (userId: string) =>
  (await rolesOf(tenant.ctx(), userId, [projectId])).flatMap(({ roleKeys }) => roleKeys);

/** Does what is left in the queue for these tasks, as the worker would. */
async function workOff(task: string, payload: object): Promise<void> {
  const { instanceId } = tenant.created;
  const done = await tasksOf(tenant, tenant.origin)[task]?.run({
    id: "1",
    instanceId,
    task,
    payload,
    attempt: 1,
  });
  expect(done).toBe("done");
}

let granted = 0;
/** A project of the vendor's with these roles, granted to the customer. */
async function granting(roleKeys: readonly string[]) {
  const { aggregateId: id } = await createProject(tenant.ctx(), {
    orgId: vendor.orgId,
    name: `Granted ${++granted}`,
  });
  const roles = roleKeys.map((key) => ({ key, displayName: key }));
  await vendor.management.bulkAddProjectRoles({ projectId: id, roles });
  const { grantId } = await vendor.management.addProjectGrant({
    projectId: id,
    grantedOrgId: customer.orgId,
    roleKeys: [...roleKeys],
  });
  const living = async (userId: string) =>
    (await rolesOf(tenant.ctx(), userId, [id])).map((given) => given.roleKeys);
  return { projectId: id, grantId, living };
}

test("a grant is refused that lends what is not there, or to whom it cannot be lent", async () => {
  const { orgId } = customer;
  const add = (grantedOrgId: string, roleKeys: string[], id = projectId) =>
    refusalId(vendor.management.addProjectGrant({ projectId: id, grantedOrgId, roleKeys }));
  expect(await add(vendor.orgId, ["reader"])).toBe("PROJECT-Gr5ow");
  expect(await add("100", ["reader"])).toBe("COMMAND-3m9gg");
  expect(await add(orgId, ["reader", "nope"])).toBe("COMMAND-6m9gd");
  expect(await add(orgId, [], "100")).toBe("QUERY-WP728");
  expect(
    await add(
      orgId,
      Array.from({ length: 100_000 }, (_, n) => `r${n}`),
    ),
  ).toBe("PROJECT-Gr6ct");
  const foreign = await tenant.another("foreign.test");
  expect(await add(foreign.orgId, ["reader"])).toBe("COMMAND-3m9gg");
  expect(await add(orgId, [], foreign.projectId)).toBe("QUERY-WP728");
  const own = { projectId, grantedOrganizationId: vendor.orgId, roleKeys: [] };
  expect(await refusalId(vendor.projects.createProjectGrant(own))).toBe("PROJECT-Gr5ow");
  expect(
    await refusalId(customer.projects.createProjectGrant({ ...own, grantedOrganizationId: other.orgId })),
  ).toBe("AUTHZ-cdgFk");
});

test("100,000 roles in one request are refused, whatever they are for", async () => {
  const roleKeys = Array.from({ length: 100_000 }, (_, n) => `r${n}`);
  const roles = roleKeys.map((key) => ({ key, displayName: key }));
  const userId = await addUser(vendor);
  const added = (count: number) =>
    vendor.management.bulkAddProjectRoles({ projectId, roles: roles.slice(0, count) });
  expect((await refusal(added(100_000))).rawMessage).toContain("Roles: value must contain no more than 1000");
  expect(await refusalId(added(201))).toBe("PROJECT-Rl9ct");
  expect(await refusalId(vendor.management.addUserGrant({ userId, projectId, roleKeys }))).toBe(
    "USERGRANT-Rl1ct",
  );
});

test("what a user is given stays small, however long the keys of the roles are", async () => {
  const roleKeys = Array.from({ length: 40 }, (_, n) => `${n}`.padEnd(190, "x"));
  const created = await vendor.projects.createProject({ organizationId: vendor.orgId, name: "Long keys" });
  const id = created.projectId;
  const roles = roleKeys.map((key) => ({ key, displayName: key }));
  await vendor.management.bulkAddProjectRoles({ projectId: id, roles });
  const userId = await addUser(vendor);
  const give = (keys: readonly string[]) =>
    vendor.management.addUserGrant({ userId, projectId: id, roleKeys: [...keys] });
  expect(await refusalId(give(roleKeys))).toBe("USERGRANT-Rl1ct");
  const { userGrantId: grantId } = await give(roleKeys.slice(0, 30));
  expect(await refusalId(vendor.management.updateUserGrant({ userId, grantId, roleKeys }))).toBe(
    "USERGRANT-Rl1ct",
  );
  await vendor.projects.deleteProject({ projectId: id });
});

test("a customer sees and uses what it was granted, with those roles and no others", async () => {
  const { orgId: grantedOrgId } = customer;
  const { grantId } = await vendor.management.addProjectGrant({ projectId, grantedOrgId, roleKeys: odd });
  expect(await refusalId(vendor.management.addProjectGrant({ projectId, grantedOrgId, roleKeys: [] }))).toBe(
    "PROJECT-Gr4nt",
  );
  const { result } = await customer.management.listGrantedProjects({});
  expect(result).toMatchObject([
    {
      grantId,
      grantedOrgId,
      grantedOrgName: "customer",
      grantedRoleKeys: odd,
      state: 1,
      projectId,
      projectName: "Shop",
      projectOwnerId: vendor.orgId,
      projectOwnerName: "vendor",
    },
  ]);
  const { grantedProject } = await customer.management.getGrantedProjectByID({ projectId, grantId });
  expect(grantedProject).toEqual(result[0]);
  const roles = await customer.management.listGrantedProjectRoles({ projectId, grantId });
  expect(roles.result.map(({ key }) => key).toSorted()).toEqual(odd.toSorted());

  const userId = await addUser(customer);
  const give = (roleKeys: string[], projectGrantId = grantId) =>
    customer.management.addUserGrant({ userId, projectId, projectGrantId, roleKeys });
  expect(await refusalId(give(["admin"]))).toBe("COMMAND-mm9F4");
  expect(await refusalId(give(["reader"], "100"))).toBe("COMMAND-4m9ff");
  for (const projectGrantId of [grantId, ""])
    expect(await refusalId(other.management.addUserGrant({ userId, projectId, projectGrantId }))).toBe(
      "COMMAND-4m9ff",
    );
  await give(odd);
  expect(await keysOf(userId)).toEqual(odd);

  const another = await addUser(customer);
  const unnamed = { userId: another, projectId, projectGrantId: "" };
  expect(await refusalId(customer.management.addUserGrant({ ...unnamed, roleKeys: ["admin"] }))).toBe(
    "COMMAND-mm9F4",
  );
  const { userGrantId } = await customer.management.addUserGrant({ ...unnamed, roleKeys: odd });
  const { userGrant } = await customer.management.getUserGrantByID({ userId: another, grantId: userGrantId });
  expect(userGrant).toMatchObject({ projectGrantId: grantId, roleKeys: odd });
  expect(await keysOf(another)).toEqual(odd);
  await customer.management.removeUserGrant({ userId: another, grantId: userGrantId });
});

test("lists of projects and grants show each side its own, with exact totals", async () => {
  const seen = async ({ projects }: Party, filters: Parameters<typeof projects.listProjects>[0] = {}) => {
    const { projects: rows, pagination } = await projects.listProjects(filters);
    expect(pagination?.totalResult).toBe(BigInt(rows.length));
    return rows.map(({ projectId: id, grantedOrganizationName, grantedState }) => [
      id,
      grantedOrganizationName,
      grantedState,
    ]);
  };
  expect(await seen(vendor)).toEqual([[projectId, undefined, 0]]);
  expect(await seen(customer)).toEqual([[projectId, "customer", 1]]);
  expect(await seen(other)).toEqual([]);
  const by = (type: 0 | 1 | 2) => ({
    filters: [
      { filter: { case: "organizationIdFilter" as const, value: { organizationId: customer.orgId, type } } },
    ],
  });
  expect(await seen(customer, by(0))).toHaveLength(1);
  expect(await seen(customer, by(1))).toEqual([]);
  expect(await seen(customer, by(2))).toHaveLength(1);
  const beta = createClient(ProjectServiceBeta, tenant.transport(customer.token));
  expect((await beta.listProjects({})).projects).toMatchObject([
    { id: projectId, organizationId: vendor.orgId, grantedOrganizationId: customer.orgId, grantedState: 1 },
  ]);

  for (const [{ projects }, total] of [
    [vendor, 1n],
    [customer, 1n],
    [other, 0n],
  ] as const) {
    const { pagination, projectGrants } = await projects.listProjectGrants({});
    expect([pagination?.totalResult, projectGrants.length]).toEqual([total, Number(total)]);
  }
  const { projectGrants } = await beta.listProjectGrants({
    filters: [{ filter: { case: "roleKeyFilter", value: { key: "PROTO", method: 5 } } }],
  });
  expect(projectGrants).toMatchObject([{ projectId, grantedRoleKeys: odd, projectName: "Shop", state: 1 }]);
  expect((await vendor.management.listProjectGrants({ projectId })).details?.totalResult).toBe(1n);
  expect((await vendor.management.listAllProjectGrants({})).details?.totalResult).toBe(1n);
  expect(await refusalId(customer.management.listProjectGrants({ projectId }))).toBe("QUERY-WP729");
});

test("who was granted a project changes neither it nor the grant, whatever its manager may do at home", async () => {
  const { grantId, projectId: id } = await granting(["reader"]);
  const { management, projects, orgId } = customer;
  const named = { projectId: id, grantId };
  expect((await management.getProjectGrantByID(named)).projectGrant).toMatchObject(named);
  expect(
    await refusals([
      management.updateProjectGrant({ ...named, roleKeys: [] }),
      management.deactivateProjectGrant(named),
      management.reactivateProjectGrant(named),
      management.removeProjectGrant(named),
    ]),
  ).toEqual(new Set(["PROJECT-D8JxR"]));
  const granted = { projectId: id, grantedOrganizationId: orgId };
  expect(
    await refusals([
      projects.updateProjectGrant({ ...granted, roleKeys: [] }),
      projects.deactivateProjectGrant(granted),
      projects.deleteProjectGrant(granted),
      projects.getProject({ projectId: id }),
      projects.updateProject({ projectId: id, name: "Mine" }),
    ]),
  ).toEqual(new Set(["AUTHZ-cdgFk"]));
  expect(await refusalId(management.addProjectRole({ projectId: id, roleKey: "x", displayName: "x" }))).toBe(
    "QUERY-WP729",
  );
  expect(await refusalId(other.management.getProjectGrantByID(named))).toBe("PROJECT-D8JxR");
  expect(await refusalId(other.management.getGrantedProjectByID(named))).toBe("PROJECT-D8JxR");
});

test("a manager of one grant gives roles through that one and does nothing else", async () => {
  const [mine, another] = [await granting(["reader"]), await granting(["reader"])];
  const grantOwner = { kind: "project_grant", projectId: mine.projectId, grantId: mine.grantId } as const;
  const { management, projects, token } = await manager(
    customer.orgId,
    "delegate",
    grantOwner,
    "PROJECT_GRANT_OWNER",
  );
  const userId = await addUser(customer);
  const give = ({ projectId: id }: typeof mine, projectGrantId: string) =>
    management.addUserGrant({ userId, projectId: id, projectGrantId, roleKeys: ["reader"] });
  await give(mine, "");
  expect(await mine.living(userId)).toEqual([["reader"]]);
  expect(await refusalId(give(mine, mine.grantId))).toBe("USERGRANT-Ex1st");
  for (const projectGrantId of [another.grantId, ""])
    expect(await refusalId(give(another, projectGrantId))).toBe("AUTH-Swrgg2");
  expect(await refusalId(give(another, mine.grantId))).toBe("COMMAND-4m9ff");
  expect((await management.listGrantedProjects({})).result.map(({ grantId }) => grantId)).toEqual([
    mine.grantId,
  ]);
  expect((await projects.listProjects({})).projects.map(({ projectId: id }) => id)).toEqual([mine.projectId]);
  const { projectId: id, grantId } = mine;
  expect(await refusalId(management.updateProjectGrant({ projectId: id, grantId, roleKeys: [] }))).toBe(
    "AUTH-5mWD2",
  );
  expect(await refusalId(management.getGrantedProjectByID(another))).toBe("AUTH-3jknH");
  expect(await refusalId(management.getProjectGrantByID(another))).toBe("AUTH-Swrgg2");
  expect(await refusalId(projects.getProject({ projectId: id }))).toBe("AUTH-Swrgg2");
  const { result } = await createClient(UserService, tenant.transport(token)).listUsers({});
  expect(result.map((user) => user.username)).toEqual(["delegate"]);
  // The vendor's people are out of reach from the other side of the grant, whatever organization is named.
  const abroad = createClient(
    ManagementService,
    tenant.transport(token, { "x-zitadel-orgid": vendor.orgId }),
  );
  expect(await refusalId(abroad.getUserByID({ id: vendor.ownerId }))).toBe("QUERY-Dfbg3");
  expect((await management.getUserByID({ id: userId })).user?.id).toBe(userId);
});

test("either side says who manages a grant, and nobody else does", async () => {
  const { grantId, projectId: id } = await granting(["reader"]);
  const named = { projectId: id, grantId };
  const roles = ["PROJECT_GRANT_OWNER"];
  const [helper, clerk] = [await addUser(customer), await addUser(customer)];
  await customer.management.addProjectGrantMember({ ...named, userId: helper, roles });
  await vendor.management.addProjectGrantMember({ ...named, userId: clerk, roles });
  const add = (party: Party) => party.management.addProjectGrantMember({ ...named, userId: clerk, roles });
  expect(await refusalId(add(customer))).toBe("MEMBER-Ex1st");
  expect(await refusalId(add(other))).toBe("MEMBER-Gr3nf");
  for (const { management } of [vendor, customer]) {
    const { result } = await management.listProjectGrantMembers(named);
    expect(new Set(result.map(({ userId }) => userId))).toEqual(new Set([helper, clerk]));
  }
  await customer.management.removeProjectGrantMember({ ...named, userId: clerk });
  const { result } = await vendor.management.listProjectGrantMembers(named);
  expect(result.map(({ userId }) => userId)).toEqual([helper]);
});

test("a vendor's managers see of a customer's people only who may use their projects, when they ask for it", async () => {
  const userId = await addUser(customer);
  const users = createClient(UserService, tenant.transport(vendor.token));
  expect(await refusalId(users.getUserByID({ userId }))).toBe("AUTHZ-cdgFk");
  const { result } = await users.listUsers({});
  expect(new Set(result.map((user) => user.details?.resourceOwner))).toEqual(new Set([vendor.orgId]));
  const { aggregateId: own } = await createProject(tenant.ctx(), { orgId: customer.orgId, name: "Own" });
  await customer.management.addUserGrant({ userId, projectId: own });
  const listed = async (withGranted: boolean) => {
    const query = { case: "withGrantedQuery" as const, value: { withGranted } };
    const grants = await vendor.management.listUserGrants({ queries: [{ query }] });
    return grants.result.filter(({ orgId }) => orgId !== vendor.orgId).map((grant) => grant.projectId);
  };
  expect(await listed(false)).toEqual([]);
  expect(await listed(true)).toContain(projectId);
  expect(await listed(true)).not.toContain(own);
});

test("a role that is lent no more is nobody's at once, and does not come back with its key", async () => {
  const { grantId, projectId: id, living } = await granting(["reader", "buyer"]);
  const userId = await addUser(customer);
  const give = { userId, projectId: id, projectGrantId: grantId, roleKeys: ["reader", "buyer"] };
  const { userGrantId } = await customer.management.addUserGrant(give);
  const granted = { projectId: id, grantedOrganizationId: customer.orgId };
  await vendor.projects.updateProjectGrant({ ...granted, roleKeys: ["reader"] });
  expect(await living(userId)).toEqual([["reader"]]);
  await workOff("project.grant.role.cleanup", {
    projectId: id,
    grantId,
    key: "buyer",
    at: new Date().toISOString(),
  });
  await vendor.projects.updateProjectGrant({ ...granted, roleKeys: ["buyer", "reader"] });
  expect(await living(userId)).toEqual([["reader"]]);
  const { userGrant } = await customer.management.getUserGrantByID({ userId, grantId: userGrantId });
  expect(userGrant?.roleKeys).toEqual(["reader"]);

  await vendor.management.removeProjectRole({ projectId: id, roleKey: "reader" });
  expect(await living(userId)).toEqual([[]]);
  const shown = await customer.management.getGrantedProjectByID({ projectId: id, grantId });
  expect(shown.grantedProject?.grantedRoleKeys).toEqual(["buyer"]);
  await vendor.management.addProjectRole({ projectId: id, roleKey: "reader", displayName: "new" });
  await workOff("project.role.cleanup", { projectId: id, key: "reader" });
  expect(await living(userId)).toEqual([[]]);
});

test("a deactivated grant lets nobody in, a reactivated one does again; changes of nothing say so", async () => {
  const { grantId, projectId: id, living } = await granting(["reader"]);
  await vendor.management.updateProject({
    id,
    name: "Checked",
    hasProjectCheck: true,
    projectRoleCheck: true,
  });
  const { clientId } = await createApiApp(tenant.ctx(), { projectId: id, name: "api" }, 0);
  const checks = async (party: Party, user: string) => {
    const ctx = tenant.ctx();
    return projectChecks(ctx, await clientById(ctx, clientId), { id: user, orgId: party.orgId });
  };
  const userId = await addUser(customer);
  const give = { userId, projectId: id, projectGrantId: grantId, roleKeys: ["reader"] };
  await customer.management.addUserGrant(give);
  const named = { projectId: id, grantId };
  const welcome = { orgMayUseProject: true, userHasGrant: true };
  const unwelcome = { orgMayUseProject: false, userHasGrant: false };
  expect(await checks(customer, userId)).toEqual(welcome);
  expect(await checks(other, other.ownerId)).toEqual(unwelcome);
  expect(await checks(vendor, vendor.ownerId)).toEqual({ ...unwelcome, orgMayUseProject: true });
  await vendor.management.deactivateProjectGrant(named);
  expect(await living(userId)).toEqual([]);
  expect(await checks(customer, userId)).toEqual(unwelcome);
  expect((await customer.management.getGrantedProjectByID(named)).grantedProject?.state).toBe(2);
  expect(await refusalId(vendor.management.deactivateProjectGrant(named))).toBe("PROJECT-47fu8");
  const granted = { projectId: id, grantedOrganizationId: customer.orgId };
  expect((await vendor.projects.deactivateProjectGrant(granted)).changeDate).toBeDefined();
  await vendor.projects.activateProjectGrant(granted);
  expect(await living(userId)).toEqual([["reader"]]);
  expect(await checks(customer, userId)).toEqual(welcome);
  expect(await refusalId(vendor.management.reactivateProjectGrant(named))).toBe("PROJECT-Gr7ni");
  const same = vendor.management.updateProjectGrant({ ...named, roleKeys: ["reader"] });
  expect(await refusalId(same)).toBe("PROJECT-0o0pL");
});

test("with a grant goes all that was given through it: roles, users' grants, managers", async () => {
  const { grantId, projectId: id, living } = await granting(["reader"]);
  const userId = await addUser(customer);
  const give = { userId, projectId: id, projectGrantId: grantId, roleKeys: ["reader"] };
  await customer.management.addUserGrant(give);
  const owner = { kind: "project_grant", projectId: id, grantId } as const;
  const delegate = await manager(customer.orgId, "lost", owner, "PROJECT_GRANT_OWNER");
  expect((await delegate.management.listGrantedProjects({})).result).toHaveLength(1);
  const granted = { projectId: id, grantedOrganizationId: customer.orgId };
  const listed = async () => {
    const byUser = { case: "userIdQuery" as const, value: { userId } };
    return (await customer.management.listUserGrants({ queries: [{ query: byUser }] })).result;
  };
  expect(await listed()).toHaveLength(1);
  expect((await vendor.projects.deleteProjectGrant(granted)).deletionDate).toBeDefined();
  expect(await living(userId)).toEqual([]);
  expect(await listed()).toEqual([]);
  expect(await refusalId(delegate.management.listGrantedProjects({}))).toBe("AUTHZ-cdgFk");
  expect((await vendor.projects.deleteProjectGrant(granted)).deletionDate).toBeUndefined();
  await workOff("project.grant.cleanup", { projectId: id, grantId });
  // Granted again under a new id, nothing of the old one comes back.
  await vendor.projects.createProjectGrant({ ...granted, roleKeys: ["reader"] });
  expect(await living(userId)).toEqual([]);
});

test("with either organization goes the delegation, before any job has tidied up", async () => {
  const orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
  const [buyer, maker] = await Promise.all([newParty("buyer"), newParty("maker")]);
  const { projectId: lost } = await maker.projects.createProject({
    organizationId: maker.orgId,
    name: "Lost",
  });
  await maker.management.addProjectRole({ projectId: lost, roleKey: "reader", displayName: "Reader" });
  const lend = (grantedOrgId: string) =>
    maker.management.addProjectGrant({ projectId: lost, grantedOrgId, roleKeys: ["reader"] });
  const [{ grantId }, { grantId: gone }] = await Promise.all([lend(customer.orgId), lend(buyer.orgId)]);
  const userId = await addUser(customer);
  const give = { userId, projectId: lost, projectGrantId: grantId, roleKeys: ["reader"] };
  await customer.management.addUserGrant(give);
  const total = async () => (await maker.projects.listProjectGrants({})).pagination?.totalResult;
  expect(await total()).toBe(2n);
  await orgs.deleteOrganization({ organizationId: buyer.orgId });
  expect(await total()).toBe(1n);
  const ofGone = { projectId: lost, grantId: gone };
  expect(await refusalId(maker.management.listProjectGrantMembers(ofGone))).toBe("MEMBER-Gr1nf");
  expect(await rolesOf(tenant.ctx(), userId, [lost])).toHaveLength(1);
  await orgs.deactivateOrganization({ organizationId: maker.orgId });
  expect(await rolesOf(tenant.ctx(), userId, [lost])).toEqual([]);
  await orgs.deleteOrganization({ organizationId: maker.orgId });
  expect(await rolesOf(tenant.ctx(), userId, [lost])).toEqual([]);
  const named = { projectId: lost, grantId };
  expect(await refusalId(customer.management.getGrantedProjectByID(named))).toBe("PROJECT-D8JxR");
  const shown = await customer.projects.listProjects({});
  expect(shown.projects.map(({ projectId: id }) => id)).not.toContain(lost);
});
