import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { createApiApp } from "#src/domains/app/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createProject } from "#src/domains/project/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

test("settings in force at an application are those of the organization that owns its project", async () => {
  const settings = createClient(SettingsService, tenant.transport(tenant.ownerToken));
  const ctx = tenant.ctx();
  const { aggregateId: orgId } = await createOrg(ctx, "Owner");
  const { aggregateId: projectId } = await createProject(ctx, { orgId, name: "Project" });
  const { row: app } = await createApiApp(ctx, { projectId, name: "App" }, 1);
  const own = { type: 1 as const, url: "https://own.example/terms", translationKey: "", target: 1 as const };
  await settings.setLinkSettings({ ctx: { resourceOwner: { case: "orgId", value: orgId } }, links: [own] });
  const at = async (place: object) => (await settings.getEffectiveSettings(place)).links?.links;
  for (const place of [
    { applicationId: app.entityId },
    { projectId },
    { organizationId: orgId },
    { projectId, types: [1] },
  ])
    expect(await at(place)).toMatchObject([own]);
  expect(await at({})).toMatchObject([{ type: 5 }]);
  expect(await at({ projectId, organizationId: tenant.created.orgId })).toMatchObject([{ type: 5 }]);
  for (const place of [{ applicationId: "1" }, { projectId: "1" }, { organizationId: "1" }])
    await expect(at(place)).rejects.toThrow("not_found");
});
