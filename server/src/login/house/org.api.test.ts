/** Whose settings a login follows that was asked for no organization: the feature `loginDefaultOrg` decides. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FeatureService } from "#contract/zitadel/feature/v2/feature_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createMachine } from "#src/domains/user/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { gatherFacts } from "./facts.ts";
import { pageSettings } from "./page-settings.ts";
import { load } from "./visit.ts";

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

test("an address that names an organization gets its look and policy, and names of it alone", async () => {
  const { aggregateId: organization } = await createOrg(tenant.ctx(), "Named");
  const transport = tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": organization });
  const management = createClient(ManagementService, transport);
  await management.addCustomLoginPolicy({ allowUsernamePassword: false });
  await management.addCustomLabelPolicy({ primaryColor: "#222222" });
  await management.activateCustomLabelPolicy({});
  const { aggregateId: userId } = await createMachine(tenant.ctx(), {
    orgId: organization,
    userName: "inside",
    name: "Inside",
  });
  const seen = async (visit: object) => {
    const { settings, facts } = await load(tenant.ctx(), { browserId: "b", ...visit });
    return [settings.branding.light.primary, facts.settings.allowUsernamePassword, facts.user?.id];
  };
  expect(await seen({ organization })).toEqual(["#222222", false, undefined]);
  expect(await seen({ organization, loginName: "inside" })).toEqual(["#222222", false, userId]);
  expect((await seen({ organization: tenant.created.orgId, loginName: "inside" }))[2]).toBeUndefined();
  expect(await seen({ organization: "nobody" })).toEqual(await seen({}));
});
