import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let admin: Client<typeof AdminService>;
beforeAll(async () => {
  tenant = await createTenant();
  admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
});
afterAll(() => tenant.close());

test("every supported language is allowed until some are named; the default language is one of them", async () => {
  expect(await admin.getRestrictions({})).toMatchObject({
    disallowPublicOrgRegistration: false,
    allowedLanguages: [],
  });
  expect((await admin.getAllowedLanguages({})).languages).toEqual(supportedLanguages);
  const { details } = await admin.setRestrictions({ allowedLanguages: { list: ["de", "en"] } });
  expect(details).toMatchObject({ resourceOwner: tenant.created.instanceId });
  expect((await admin.getAllowedLanguages({})).languages).toEqual(["de", "en"]);
  await expect(admin.setDefaultLanguage({ language: "fr" })).rejects.toThrow("INST-Ln2na");
  await admin.setDefaultLanguage({ language: "de" });
  await expect(admin.setRestrictions({ allowedLanguages: { list: ["en"] } })).rejects.toThrow("INST-Rs3dl");
});

test("each restriction is changed for itself, and what is set again stays as it is", async () => {
  const before = await admin.setRestrictions({ disallowPublicOrgRegistration: true });
  expect(await admin.getRestrictions({})).toMatchObject({
    disallowPublicOrgRegistration: true,
    allowedLanguages: ["de", "en"],
  });
  const again = await admin.setRestrictions({ disallowPublicOrgRegistration: true });
  expect(again.details?.sequence).toBe(before.details?.sequence);
  await admin.setRestrictions({ allowedLanguages: {} });
  expect((await admin.getAllowedLanguages({})).languages).toEqual(supportedLanguages);
  await expect(admin.setRestrictions({})).rejects.toThrow("INST-Rs0no");
});
