/** Whose look the login has: the project's setting decides between its owner and the user's organization. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { clientById, createApiApp } from "#src/domains/app/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { pageSettings } from "./page-settings.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

async function orgWith(name: string, primaryColor: string): Promise<string> {
  const { aggregateId: orgId } = await createOrg(tenant.ctx(), name);
  const transport = tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId });
  const management = createClient(ManagementService, transport);
  await management.addCustomLabelPolicy({ primaryColor });
  await management.activateCustomLabelPolicy({});
  return orgId;
}

const vendorLook = "#111111";
const customerLook = "#222222";
const instanceLook = "#5469d4";

test("private labeling follows the project's setting, for the project's owner and for who was granted it", async () => {
  const [vendor, customer] = await Promise.all([
    orgWith("vendor", vendorLook),
    orgWith("customer", customerLook),
  ]);
  const projects = createClient(ProjectService, tenant.transport(tenant.ownerToken));
  const { projectId } = await projects.createProject({ organizationId: vendor, name: "Shop" });
  const { clientId } = await createApiApp(tenant.ctx(), { projectId, name: "api" }, 0);
  const look = async (userOrgId?: string) => {
    const ctx = tenant.ctx();
    const settings = await pageSettings(ctx, { client: await clientById(ctx, clientId), userOrgId });
    return settings.branding.light.primary;
  };
  const looks = async (privateLabelingSetting: 0 | 1 | 2) => {
    await projects.updateProject({ projectId, privateLabelingSetting });
    expect((await projects.getProject({ projectId })).project?.privateLabelingSetting).toBe(
      privateLabelingSetting,
    );
    return [await look(), await look(customer), await look(vendor)];
  };
  expect(await looks(1)).toEqual([vendorLook, vendorLook, vendorLook]);
  expect(await looks(2)).toEqual([instanceLook, customerLook, vendorLook]);
  expect(await looks(0)).toEqual([instanceLook, customerLook, vendorLook]);
});
