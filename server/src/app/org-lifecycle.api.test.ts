import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ApplicationService } from "#contract/zitadel/application/v2/application_service_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { AuthorizationService } from "#contract/zitadel/authorization/v2beta/authorization_service_pb.ts";
import { InternalPermissionService } from "#contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { clientById } from "#src/domains/app/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { issueTokens, verifyAccessToken } from "#src/domains/token/index.ts";
import { findByLoginName, User } from "#src/domains/user/index.ts";
import { withOrgProgress } from "#src/jobs/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { fresh, ownedBy } from "#src/platform/eventstore/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { tasksOf } from "./jobs.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

const as = (token: string, headers = {}) => {
  const transport = tenant.transport(token, headers);
  return {
    admin: createClient(AdminService, transport),
    apps: createClient(ApplicationService, transport),
    auth: createClient(AuthService, transport),
    authorizations: createClient(AuthorizationService, transport),
    permissions: createClient(InternalPermissionService, transport),
    management: createClient(ManagementService, transport),
    orgs: createClient(OrganizationService, transport),
    projects: createClient(ProjectService, transport),
    sessions: createClient(SessionService, transport),
    users: createClient(UserService, transport),
  };
};
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "done" as const,
    (reason: unknown) => ConnectError.from(reason).code,
  );

/** An organization with one of everything, and everything lent to it and by it. */
async function addBusyOrg(name: string) {
  const owner = as(tenant.ownerToken);
  const { aggregateId: orgId } = await createOrg(tenant.ctx(), name);
  const inside = as(tenant.ownerToken, { "x-zitadel-orgid": orgId });
  const loginName = `${name.toLowerCase()}-ada`;
  const { userId } = await owner.users.addHumanUser({
    organization: { org: { case: "orgId", value: orgId } },
    username: loginName,
    profile: { givenName: "Ada", familyName: name },
    email: { email: `${loginName}@mail.test`, verification: { case: "isVerified", value: true } },
    passwordType: { case: "password", value: { password: "Password1!" } },
  });
  const { userId: robot } = await inside.management.addMachineUser({ userName: `${loginName}-robot`, name });
  const { token } = await inside.management.addPersonalAccessToken({ userId: robot });
  await inside.management.addOrgMember({ userId: robot, roles: ["ORG_OWNER"] });
  await owner.admin.addIAMMember({ userId: robot, roles: ["IAM_OWNER_VIEWER"] });
  const { projectId } = await owner.projects.createProject({ organizationId: orgId, name: `${name} own` });
  const { projectId: lent } = await owner.projects.createProject({
    organizationId: tenant.created.orgId,
    name: `${name} lent`,
  });
  await owner.management.addProjectGrant({ projectId: lent, grantedOrgId: orgId, roleKeys: [] });
  const { appId, clientId } = await inside.management.addAPIApp({ projectId, name, authMethodType: 0 });
  await inside.management.addUserGrant({ userId, projectId });
  const checks = {
    user: { search: { case: "loginName" as const, value: loginName } },
    password: { password: "Password1!" },
  };
  const { sessionId, sessionToken } = await owner.sessions.createSession({ checks });
  const tokens = await issueTokens(tenant.ctx(), {
    userId,
    userOrgId: orgId,
    sessionId: "",
    clientId,
    audience: [],
    scope: ["openid", "offline_access"],
    authMethods: [],
    authTime: new Date().toISOString(),
    reason: 4,
    withRefreshToken: true,
  });
  return {
    orgId,
    userId,
    robot,
    token,
    projectId,
    lent,
    appId,
    clientId,
    loginName,
    checks,
    sessionId,
    sessionToken,
    tokens,
  };
}
type BusyOrg = Awaited<ReturnType<typeof addBusyOrg>>;

/** How much of the organization every list shows the instance's owner. */
async function listed({ orgId, userId, robot, projectId, lent }: BusyOrg): Promise<Record<string, number>> {
  const { admin, apps, authorizations, management, orgs, permissions, projects, users } = as(
    tenant.ownerToken,
  );
  const count = async <T>(list: Promise<readonly T[]>, fits: (one: T) => boolean) =>
    (await list).filter(fits).length;
  const lists = {
    orgs: count(
      orgs.listOrganizations({}).then(({ result }) => result),
      ({ id }) => id === orgId,
    ),
    users: count(
      users.listUsers({}).then(({ result }) => result),
      (user) => [userId, robot].includes(user.userId),
    ),
    projects: count(
      projects.listProjects({}).then((found) => found.projects),
      (found) => found.projectId === projectId,
    ),
    applications: count(
      apps.listApplications({}).then(({ applications }) => applications),
      (app) => app.projectId === projectId,
    ),
    projectGrants: count(
      projects.listProjectGrants({}).then(({ projectGrants }) => projectGrants),
      (grant) => grant.projectId === lent,
    ),
    authorizations: count(
      authorizations.listAuthorizations({}).then((found) => found.authorizations),
      ({ user }) => user?.id === userId,
    ),
    administrators: count(
      permissions.listAdministrators({}).then(({ administrators }) => administrators),
      ({ user }) => user?.id === robot,
    ),
    iamMembers: count(
      admin.listIAMMembers({}).then(({ result }) => result),
      (member) => member.userId === robot,
    ),
    memberships: count(
      management.listUserMemberships({ userId: robot }).then(({ result }) => result),
      () => true,
    ),
  };
  const counts = await Promise.all(
    Object.entries(lists).map(async ([name, found]) => [name, await found] as const),
  );
  return Object.fromEntries(counts);
}

/** Everything that lets somebody or something in; true where it does. */
async function letIn({ clientId, loginName, checks, sessionToken, token, tokens }: BusyOrg) {
  const [password, pat, session, accessToken, client, named] = await Promise.all([
    codeOf(as(tenant.ownerToken).sessions.createSession({ checks })),
    codeOf(as(token).auth.getMyUser({})),
    codeOf(as(sessionToken).auth.getMyUser({})),
    verifyAccessToken(tenant.ctx(), tokens.accessToken),
    clientById(tenant.ctx(), clientId),
    findByLoginName(tenant.ctx(), loginName),
  ]);
  return {
    password: password === "done",
    pat: pat === "done",
    sessionToken: session === "done",
    accessToken: accessToken !== undefined,
    client: client !== undefined,
    loginName: named.length > 0,
  };
}

const all = (open: boolean) => ({
  password: open,
  pat: open,
  sessionToken: open,
  accessToken: open,
  client: open,
});

let busy: BusyOrg;

test("of a deactivated organization nobody is let in, and everything is as it was after it is active again", async () => {
  busy = await addBusyOrg("Busy");
  const owner = as(tenant.ownerToken);
  const before = await listed(busy);
  expect(await letIn(busy)).toMatchObject(all(true));
  await owner.orgs.deactivateOrganization({ organizationId: busy.orgId });
  expect(await letIn(busy)).toMatchObject(all(false));
  expect(await listed(busy)).toEqual(before);
  await owner.orgs.activateOrganization({ organizationId: busy.orgId });
  expect(await letIn(busy)).toMatchObject(all(true));
});

test("from the answer to its removal on nothing below an organization is listed, read or let in", async () => {
  const owner = as(tenant.ownerToken);
  const before = await listed(busy);
  // A check that sees nothing before says nothing after.
  expect(Object.entries(before).filter(([, count]) => count === 0)).toEqual([]);
  expect(await letIn(busy)).toEqual({ ...all(true), loginName: true });
  await owner.orgs.deleteOrganization({ organizationId: busy.orgId });
  expect(await listed(busy)).toEqual(Object.fromEntries(Object.keys(before).map((list) => [list, 0])));
  expect(await letIn(busy)).toMatchObject(all(false));
  const inside = as(tenant.ownerToken, { "x-zitadel-orgid": busy.orgId });
  expect(await codeOf(inside.management.getMyOrg({}))).toBe(Code.PermissionDenied);
  const codes = await Promise.all([
    codeOf(owner.admin.getOrgByID({ id: busy.orgId })),
    codeOf(owner.users.getUserByID({ userId: busy.userId })),
    codeOf(owner.users.setPassword({ userId: busy.userId, newPassword: { password: "Password2!" } })),
    codeOf(owner.projects.getProject({ projectId: busy.projectId })),
    codeOf(owner.projects.createProject({ organizationId: busy.orgId, name: "Late" })),
    codeOf(owner.apps.getApplication({ applicationId: busy.appId })),
    codeOf(owner.orgs.updateOrganization({ organizationId: busy.orgId, name: "Late" })),
    codeOf(owner.admin.removeOrg({ orgId: busy.orgId })),
  ]);
  expect(codes).toEqual(codes.map(() => Code.NotFound));
  const { aggregateId } = await createOrg(tenant.ctx(), "Busy");
  expect(aggregateId).not.toBe(busy.orgId);
});

test("a large organization is tidied up in pieces that tell how much is left; then its users' names are free", async () => {
  const { aggregateId: orgId } = await createOrg(tenant.ctx(), "Large");
  const writer = tenant.ctx();
  for (let batch = 0; batch < 4; batch += 1) {
    const refs = Array.from({ length: 500 }, () => ownedBy(orgId, fresh(User, tenant.newId())));
    await tenant.store.execute(
      writer,
      refs,
      () =>
        refs.map((_ref, n) => [
          { type: "user.machine.added" as const, payload: { userName: `large-${batch}-${n}`, name: "L" } },
        ]),
      { lane: "bulk" },
    );
  }
  await as(tenant.ownerToken).orgs.deleteOrganization({ organizationId: orgId });
  expect(await findByLoginName(tenant.ctx(), "large-0-0")).toHaveLength(0);
  const left: number[] = [];
  const tasks = withOrgProgress(tasksOf(tenant, tenant.origin), tenant.ctx, (_instanceId, progress) =>
    left.push(progress.usersLeft),
  );
  const { instanceId } = tenant.created;
  const job = { id: "1", instanceId, task: "org.cleanup", payload: { orgId }, attempt: 1 };
  while ((await tasks["org.cleanup"]?.run(job)) === "again");
  expect(left).toEqual([...Array.from({ length: 20 }, (_, n) => 1900 - n * 100), 0]);
  const names = await tenant.database.query(sql`select 1 from uniques where value like 'large-%'`);
  expect(names).toEqual([]);
});
