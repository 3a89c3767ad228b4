import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { effectiveLinks } from "./queries.ts";

let tenant: Tenant;
let settings: Client<typeof SettingsService>;
let orgId: string;
beforeAll(async () => {
  tenant = await createTenant();
  settings = createClient(SettingsService, tenant.transport(tenant.ownerToken));
  orgId = (await createOrg(tenant.ctx(), "Linked")).aggregateId;
});
afterAll(() => tenant.close());

const instance = { resourceOwner: { case: "instance", value: true } } as const;
const org = (value = orgId) => ({ resourceOwner: { case: "orgId", value } }) as const;
const link = (type: 0 | 1 | 3 | 6, url: string) => ({ type, url, translationKey: "", target: 0 as const });
/** As the login pages read them. */
const urls = async (of: string) => (await effectiveLinks(tenant.ctx(), of)).links.map(({ url }) => url);

test("without links of their own, those of the privacy policy hold", async () => {
  const { settings: found, source } = await settings.getLinkSettings({ ctx: instance });
  expect(source).toBe(2);
  expect(found?.links).toMatchObject([{ type: 5, target: 2 }]);
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  await admin.updatePrivacyPolicy({ tosLink: "https://a.example/terms", supportEmail: "help@a.example" });
  expect(await urls(orgId)).toEqual(["https://a.example/terms", "mailto:help@a.example"]);
});

test("the instance's links hold everywhere, an organization's in it, and each is reset for itself", async () => {
  const shared = [
    link(1, "https://b.example/terms"),
    link(6, "https://b.example/1"),
    link(6, "mailto:c@b.example"),
  ];
  expect((await settings.setLinkSettings({ ctx: instance, links: shared })).settings?.links).toMatchObject(
    shared,
  );
  expect(await settings.getLinkSettings({ ctx: org() })).toMatchObject({
    source: 2,
    settings: { links: shared },
  });
  const own = [link(3, "https://c.example/help")];
  const set = await settings.setLinkSettings({ ctx: org(), links: own });
  expect(await settings.getLinkSettings({ ctx: org() })).toMatchObject({
    source: 3,
    settings: { links: own },
  });
  const again = await settings.setLinkSettings({ ctx: org(), links: own });
  expect(again.changeDate).toEqual(set.changeDate);
  expect([await urls(orgId), await urls("")]).toEqual([
    ["https://c.example/help"],
    shared.map(({ url }) => url),
  ]);
  expect((await settings.resetLinkSettings({ ctx: org() })).settings?.links).toMatchObject(shared);
  expect((await settings.resetLinkSettings({ ctx: org() })).settings?.links).toMatchObject(shared);
  await settings.resetLinkSettings({ ctx: instance });
  expect(await urls("")).toEqual(["https://a.example/terms", "mailto:help@a.example"]);
});

test("an organization that says it wants no links has none", async () => {
  await settings.setLinkSettings({ ctx: org(), links: [] });
  expect(await settings.getLinkSettings({ ctx: org() })).toMatchObject({
    source: 3,
    settings: { links: [] },
  });
});

test.each([
  ["LINKS-Ow1no", () => ({ links: [] })],
  ["SETTING-Or9nf", () => ({ ctx: org("1"), links: [] })],
  ["LINKS-L1mit", () => ({ ctx: instance, links: [link(0, "https://a.example")] })],
  [
    "LINKS-L1mit",
    () => ({ ctx: instance, links: [link(1, "https://a.example"), link(1, "https://b.example")] }),
  ],
  ["LINKS-L1mit", () => ({ ctx: instance, links: [link(1, `https://a.example/${"x".repeat(250)}`)] })],
  ["LINKS-L1mit", () => ({ ctx: instance, links: Array(21).fill(link(6, "https://a.example")) })],
  [
    "LINKS-L1mit",
    () => ({ ctx: instance, links: Array(20).fill(link(6, `https://a.example/${"ü".repeat(190)}`)) }),
  ],
  ["value does not match", () => ({ ctx: instance, links: [link(1, "javascript:alert(1)")] })],
])("refused: %s", async (id, request) => {
  await expect(settings.setLinkSettings(request())).rejects.toThrow(id);
});
