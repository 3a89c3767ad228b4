import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { effectiveBranding } from "./policy.ts";

let tenant: Tenant;
let admin: Client<typeof AdminService>;
let auth: Client<typeof AuthService>;
let management: Client<typeof ManagementService>;
let orgId: string;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  admin = createClient(AdminService, transport);
  auth = createClient(AuthService, transport);
  orgId = (await createOrg(tenant.ctx(), "Own")).aggregateId;
  management = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }),
  );
});
afterAll(() => tenant.close());

/** As the login pages read it. */
const primary = async (of: string) => (await effectiveBranding(tenant.ctx(), of)).primaryColor;
const colours = { primaryColor: "#111111", backgroundColor: "#fff", themeMode: 2 } as const;

test("pages show what is set only after it was activated", async () => {
  const before = await primary("");
  await admin.updateLabelPolicy(colours);
  expect((await admin.getPreviewLabelPolicy({})).policy).toMatchObject({ ...colours, isDefault: true });
  expect((await admin.getLabelPolicy({})).policy).toMatchObject({ primaryColor: before, themeMode: 1 });
  expect([await primary(""), await primary(orgId)]).toEqual([before, before]);
  const { details } = await admin.activateLabelPolicy({});
  expect([await primary(""), await primary(orgId)]).toEqual(["#111111", "#111111"]);
  expect((await admin.getLabelPolicy({})).policy).toMatchObject(colours);
  expect((await auth.getMyLabelPolicy({})).policy).toMatchObject({ ...colours, isDefault: true });
  expect((await admin.activateLabelPolicy({})).details?.sequence).toBe(details?.sequence);
});

test("an organization's own is a preview until it is activated, and gone with a reset", async () => {
  await expect(management.activateCustomLabelPolicy({})).rejects.toThrow("BRAND-Ac1nf");
  expect(await management.getPreviewLabelPolicy({})).toMatchObject({ isDefault: true });
  await management.addCustomLabelPolicy({ primaryColor: "#222222", themeMode: 3 });
  expect(await management.getPreviewLabelPolicy({})).toMatchObject({
    isDefault: false,
    policy: { primaryColor: "#222222", themeMode: 3, details: { resourceOwner: orgId } },
  });
  expect(await management.getLabelPolicy({})).toMatchObject({ isDefault: true, policy: colours });
  expect(await primary(orgId)).toBe("#111111");
  await management.activateCustomLabelPolicy({});
  expect(await management.getLabelPolicy({})).toMatchObject({
    isDefault: false,
    policy: { primaryColor: "#222222" },
  });
  expect(await primary(orgId)).toBe("#222222");
  await management.updateCustomLabelPolicy({ primaryColor: "#333333" });
  expect(await primary(orgId)).toBe("#222222");
  expect((await management.getDefaultLabelPolicy({})).policy).toMatchObject(colours);
  await management.resetLabelPolicyToDefault({});
  expect(await primary(orgId)).toBe("#111111");
});

test.each([
  ["BRAND-L1mit", () => admin.updateLabelPolicy({ ...colours, warnColor: "red; }" })],
  ["BRAND-Ch0nc", () => admin.updateLabelPolicy(colours)],
  ["BRAND-As2no", () => admin.removeLabelPolicyLogo({})],
  ["BRAND-As2no", () => admin.removeLabelPolicyFont({})],
  ["BRAND-As1nf", () => management.removeCustomLabelPolicyIconDark({})],
  ["BRAND-Ch0nf", () => management.updateCustomLabelPolicy(colours)],
  ["BRAND-Rm0nf", () => management.resetLabelPolicyToDefault({})],
])("refused: %s", async (id, call) => {
  await expect(call()).rejects.toThrow(id);
});
