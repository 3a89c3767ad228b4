/** Roles that are taken away are gone at once, before any job has tidied up. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { rolesOf } from "./queries.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

test("a role that was removed from its project is nobody's any more", async () => {
  const management = createClient(ManagementService, tenant.transport(tenant.ownerToken));
  const { id: projectId } = await management.addProject({ name: "Shop" });
  for (const roleKey of ["buyer", "seller"])
    await management.addProjectRole({ projectId, roleKey, displayName: roleKey });
  const { userId } = await management.addMachineUser({ userName: "trader", name: "Trader" });
  await management.addUserGrant({ userId, projectId, roleKeys: ["buyer", "seller"] });
  const keys = async () => (await rolesOf(tenant.ctx(), userId, [projectId])).map(({ roleKeys }) => roleKeys);
  expect(await keys()).toEqual([["buyer", "seller"]]);
  await management.removeProjectRole({ projectId, roleKey: "seller" });
  expect(await keys()).toEqual([["buyer"]]);
  await management.removeProjectRole({ projectId, roleKey: "buyer" });
  expect(await keys()).toEqual([[]]);
});
