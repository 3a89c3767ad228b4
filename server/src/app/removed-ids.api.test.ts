/** An id that something removed had is never had again: roles and memberships that others got there would come along. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createMachine } from "#src/domains/user/index.ts";
import { rolesOf } from "#src/domains/usergrant/index.ts";
import { serviceNames, systemUserId } from "#src/platform/request/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { tasksOf } from "./jobs.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

/** Does what a removal leaves behind, now. */
const cleanUp = (task: string, payload: object) =>
  tasksOf(tenant, tenant.origin)[task]?.run({
    id: "1",
    instanceId: tenant.created.instanceId,
    task,
    payload,
    attempt: 1,
  });
const taken = { code: 6 };

test("the id of a removed project is refused, before its cleanup and after, and its roles are given to nobody", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const projects = createClient(ProjectService, transport);
  const management = createClient(ManagementService, transport);
  const { orgId: organizationId } = tenant.created;
  const projectId = "chosen-project";
  const create = () => projects.createProject({ organizationId, projectId, name: "Chosen" });
  await create();
  await projects.addProjectRole({ projectId, roleKey: "admin", displayName: "Admin" });
  const { aggregateId: userId } = await createMachine(tenant.ctx(), {
    orgId: organizationId,
    userName: "heir",
    name: "Heir",
  });
  await management.addUserGrant({ userId, projectId, roleKeys: ["admin"] });
  expect(await rolesOf(tenant.ctx(), userId, [projectId])).toMatchObject([{ roleKeys: ["admin"] }]);
  await expect(create()).rejects.toMatchObject(taken);
  await projects.deleteProject({ projectId });
  await expect(create()).rejects.toMatchObject({
    ...taken,
    message: expect.stringContaining("PROJECT-Id5us"),
  });
  expect(await rolesOf(tenant.ctx(), userId, [projectId])).toEqual([]);
  await cleanUp("project.cleanup", { projectId });
  await expect(create()).rejects.toMatchObject(taken);
});

test("the id of a removed organization is refused, before its cleanup and after, in every generation", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const orgs = createClient(OrganizationService, transport);
  const beta = createClient(OrganizationBeta, transport);
  const organizationId = "chosen-org";
  const ways = [
    () => orgs.addOrganization({ organizationId, name: "Chosen" }),
    () => orgs.addOrganization({ orgId: organizationId, name: "Chosen" }),
    () => beta.createOrganization({ id: organizationId, name: "Chosen" }),
  ];
  await ways[0]?.();
  for (const way of ways) await expect(way()).rejects.toMatchObject(taken);
  await orgs.deleteOrganization({ organizationId });
  for (const way of ways) await expect(way()).rejects.toMatchObject(taken);
  await cleanUp("org.cleanup", { orgId: organizationId });
  for (const way of ways) await expect(way()).rejects.toMatchObject(taken);
});

test("no organization has the id of the instance, which owns what belongs to nobody else", async () => {
  const orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
  const organizationId = tenant.created.instanceId;
  await expect(orgs.addOrganization({ organizationId, name: "Instance" })).rejects.toMatchObject(taken);
});

test("an id that a path could not name is refused for organizations, users and projects alike", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const orgs = createClient(OrganizationService, transport);
  const users = createClient(UserService, transport);
  const projects = createClient(ProjectService, transport);
  const { orgId: organizationId } = tenant.created;
  const profile = { givenName: "Ada", familyName: "Lovelace" };
  const email = { email: "ada@people.test" };
  for (const id of ["a/b c", "a/b", " a", "a\u200bb", "a\\b"])
    for (const [field, make] of [
      ["organizationId", () => orgs.addOrganization({ organizationId: id, name: "Odd" })],
      ["userId", () => users.addHumanUser({ userId: id, username: "ada", profile, email })],
      ["projectId", () => projects.createProject({ organizationId, projectId: id, name: "Odd" })],
    ] as const)
      await expect(make()).rejects.toMatchObject({
        code: 3,
        message: expect.stringMatching(new RegExp(`${field}.*CHOSENID-Sh4pe`)),
      });
});

test("nobody takes the name by which the login pages own their sessions, nor another service's", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const management = createClient(ManagementService, transport);
  const users = createClient(UserService, transport);
  const { orgId: organizationId } = tenant.created;
  const reserved = { ...taken, message: expect.stringContaining("USER-Id7rs") };
  expect(serviceNames).toEqual(expect.arrayContaining(["LOGIN", "OIDC", "SYSTEM"]));
  const profile = { givenName: "Eve", familyName: "Dropper" };
  const email = { email: "eve@people.test" };
  const human = { case: "human", value: { profile, email } } as const;
  for (const userId of [...serviceNames, systemUserId("operator")]) {
    const makings = [
      () => management.addMachineUser({ userId, userName: "eve", name: "Eve" }),
      () => users.addHumanUser({ userId, username: "eve", profile, email }),
      () => users.createUser({ userId, organizationId, username: "eve", userType: human }),
    ];
    for (const make of makings) await expect(make()).rejects.toMatchObject(reserved);
  }
});
