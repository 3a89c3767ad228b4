import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { rolesOf } from "./queries.ts";

let tenant: Tenant;
let management: Client<typeof ManagementService>;
let projects: Client<typeof ProjectService>;
let projectId: string;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  management = createClient(ManagementService, transport);
  projects = createClient(ProjectService, transport);
  const { orgId: organizationId } = tenant.created;
  ({ projectId } = await projects.createProject({ organizationId, name: "Shop" }));
  const roles = ["admin", "viewer"].map((key) => ({ key, displayName: key }));
  await management.bulkAddProjectRoles({ projectId, roles });
});
afterAll(() => tenant.close());

let counter = 0;
const addUser = async () =>
  (await management.addMachineUser({ userName: `bot${++counter}`, name: `Bot ${counter}` })).userId;
const roles = async (userId: string) =>
  (await rolesOf(tenant.ctx(), userId, [projectId])).flatMap(({ roleKeys }) => roleKeys);

test("a grant is read as it was written, and gives its roles", async () => {
  const userId = await addUser();
  const { userGrantId } = await management.addUserGrant({ userId, projectId, roleKeys: ["admin"] });
  const { userGrant } = await management.getUserGrantByID({ userId, grantId: userGrantId });
  expect(userGrant).toMatchObject({ userId, projectId, projectName: "Shop", roleKeys: ["admin"], state: 1 });
  expect(await roles(userId)).toEqual(["admin"]);
  const list = await management.listUserGrants({
    queries: [{ query: { case: "userIdQuery", value: { userId } } }],
  });
  expect(list.result.map(({ id }) => id)).toEqual([userGrantId]);
});

test("roles that the project does not have are refused", async () => {
  const userId = await addUser();
  const error = await refusal(management.addUserGrant({ userId, projectId, roleKeys: ["nope"] }));
  expect(error.code).toBe(Code.FailedPrecondition);
  expect(error.rawMessage).toContain("COMMAND-mm9F4");
});

test("the same grant is given once", async () => {
  const userId = await addUser();
  await management.addUserGrant({ userId, projectId, roleKeys: [] });
  const error = await refusal(management.addUserGrant({ userId, projectId, roleKeys: ["admin"] }));
  expect(error.code).toBe(Code.AlreadyExists);
});

test("changes of nothing are refused; deactivated grants and projects give no roles", async () => {
  const userId = await addUser();
  const { userGrantId: grantId } = await management.addUserGrant({ userId, projectId, roleKeys: ["viewer"] });
  const same = await refusal(management.updateUserGrant({ userId, grantId, roleKeys: ["viewer"] }));
  expect(same.rawMessage).toContain("COMMAND-Rs8fy");
  await management.updateUserGrant({ userId, grantId, roleKeys: ["viewer", "admin"] });
  expect(await roles(userId)).toEqual(["viewer", "admin"]);
  await management.deactivateUserGrant({ userId, grantId });
  expect(await roles(userId)).toEqual([]);
  await management.reactivateUserGrant({ userId, grantId });
  await projects.deactivateProject({ projectId });
  expect(await roles(userId)).toEqual([]);
  await projects.activateProject({ projectId });
  expect(await roles(userId)).toEqual(["viewer", "admin"]);
  await management.removeUserGrant({ userId, grantId });
  expect((await refusal(management.getUserGrantByID({ userId, grantId }))).code).toBe(Code.NotFound);
});

test("a manager of one project gives roles of that one only", async () => {
  const { orgId: organizationId } = tenant.created;
  const other = await projects.createProject({ organizationId, name: "Other" });
  const managerId = await addUser();
  await management.addProjectMember({ projectId, userId: managerId, roles: ["PROJECT_OWNER"] });
  const { token } = await management.addPersonalAccessToken({ userId: managerId });
  const narrow = createClient(ManagementService, tenant.transport(token));
  const userId = await addUser();
  await narrow.addUserGrant({ userId, projectId, roleKeys: ["admin"] });
  const error = await refusal(narrow.addUserGrant({ userId, projectId: other.projectId, roleKeys: [] }));
  expect(error.code).toBe(Code.PermissionDenied);
});
