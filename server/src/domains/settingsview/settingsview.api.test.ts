import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { SettingsService as SettingsServiceBeta } from "#contract/zitadel/settings/v2beta/settings_service_pb.ts";
import { WebKeyService } from "#contract/zitadel/webkey/v2/webkey_service_pb.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

test("the settings of a new instance are read over v2 and v2beta alike", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const [v2, beta] = [createClient(SettingsService, transport), createClient(SettingsServiceBeta, transport)];
  const { settings } = await v2.getLoginSettings({});
  expect(settings).toMatchObject({
    allowLocalAuthentication: true,
    allowUsernamePassword: true,
    secondFactors: [1, 2],
    multiFactors: [1],
    passkeysType: 1,
    resourceOwnerType: 1,
    passwordCheckLifetime: { seconds: 864_000n },
  });
  expect((await beta.getLoginSettings({})).settings).toMatchObject({ allowUsernamePassword: true });
  expect((await v2.getPasswordComplexitySettings({})).settings).toMatchObject({ minLength: 8n });
  expect((await beta.getBrandingSettings({})).settings).toMatchObject({ themeMode: 1 });
  expect((await v2.getGeneralSettings({})).defaultOrganizationId).toBe(tenant.created.orgId);
  expect((await v2.getActiveIdentityProviders({})).identityProviders).toEqual([]);
});

test("one signing key is active; it cannot be deleted, another one once, and again without a date", async () => {
  const keys = createClient(WebKeyService, tenant.transport(tenant.ownerToken));
  const { id } = await keys.createWebKey({ key: { case: "ecdsa", value: { curve: 1 } } });
  await keys.activateWebKey({ id });
  const { webKeys } = await keys.listWebKeys({});
  expect(webKeys.filter(({ state }) => state === 2).map((key) => key.id)).toEqual([id]);
  expect(webKeys.find((key) => key.id === id)?.key).toMatchObject({ case: "ecdsa", value: { curve: 1 } });
  await expect(keys.deleteWebKey({ id })).rejects.toThrow("WEBKEY-Chai1");
  const other = webKeys.find(({ state }) => state === 1)?.id ?? "";
  expect((await keys.deleteWebKey({ id: other })).deletionDate).toBeDefined();
  expect((await keys.deleteWebKey({ id: other })).deletionDate).toBeUndefined();
});
