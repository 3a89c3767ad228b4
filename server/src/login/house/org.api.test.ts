/** Whose settings a login follows that was asked for no organization: the feature `loginDefaultOrg` decides. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FeatureService } from "#contract/zitadel/feature/v2/feature_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { gatherFacts } from "./facts.ts";
import { pageSettings } from "./page-settings.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

const nobody = { request: undefined, session: undefined, user: undefined, browserSessions: [] };

test("the default organization's with the feature, the instance's without, from the answer on", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const management = createClient(ManagementService, transport);
  const features = createClient(FeatureService, transport);
  await management.addCustomLoginPolicy({ allowUsernamePassword: true, ignoreUnknownUsernames: true });
  await management.addCustomLabelPolicy({ primaryColor: "#111111" });
  await management.activateCustomLabelPolicy({});
  const seen = async () => {
    const { branding, ignoreUnknownUsernames } = await pageSettings(tenant.ctx(), {});
    const { settings } = await gatherFacts(tenant.ctx(), nobody);
    return [branding.light.primary, ignoreUnknownUsernames, settings.allowRegister];
  };
  const ofDefaultOrg = ["#111111", true, false];
  expect(await seen()).toEqual(ofDefaultOrg);
  await features.setInstanceFeatures({ loginDefaultOrg: false });
  expect(await seen()).toEqual(["#5469d4", false, true]);
  await features.setInstanceFeatures({ loginDefaultOrg: true });
  expect(await seen()).toEqual(ofDefaultOrg);
});
