import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

test("a change of a role that changes nothing is refused by v1 and welcome to v2", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const management = createClient(ManagementService, transport);
  const { id: projectId } = await management.addProject({ name: "Shop" });
  const role = { projectId, roleKey: "buyer", displayName: "Buyer", group: "" };
  await management.addProjectRole(role);
  const same = await management.updateProjectRole(role).catch((error: unknown) => ConnectError.from(error));
  expect(same).toMatchObject({
    code: Code.FailedPrecondition,
    rawMessage: expect.stringContaining("PROJECT-5M0cs"),
  });
  await createClient(ProjectService, transport).updateProjectRole(role);
  await management.updateProjectRole({ ...role, displayName: "Customer" });
  expect((await management.listProjectRoles({ projectId })).result).toMatchObject([
    { displayName: "Customer" },
  ]);
});
