/** Login texts of the first generation: kept whole, and shown where the pages have a place for them. */

import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { groupsOf, loginTextNames } from "#src/domains/logintext/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { loginParts } from "../index.ts";
import { keysOfV1 } from "../texts/v1-names.ts";
import { ownTexts } from "./own-texts.ts";

let tenant: Tenant;
let orgId: string;
let admin: Client<typeof AdminService>;
let management: Client<typeof ManagementService>;
beforeAll(async () => {
  tenant = await createTenant({ moreParts: loginParts });
  orgId = (await createOrg(tenant.ctx(), "Wordy")).aggregateId;
  admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  management = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }),
  );
});
afterAll(() => tenant.close());

const language = "en";
const shown = async (of: string, path: string) => (await ownTexts(tenant.ctx(), of, language)).get(path);

test("the contract has 35 groups with 225 texts, and each is kept as it was written", async () => {
  expect(loginTextNames).toHaveLength(225);
  const all = groupsOf(Object.fromEntries(loginTextNames.map((name) => [name, `My ${name}`])));
  expect(Object.keys(all)).toHaveLength(35);
  expect(Object.keys(keysOfV1).filter((name) => !loginTextNames.includes(name))).toEqual([]);
  await management.setCustomLoginText({ language: "fr", ...all });
  const { customText } = await management.getCustomLoginTexts({ language: "fr" });
  expect(customText).toMatchObject({ ...all, isDefault: false });
  expect(customText?.details?.resourceOwner).toBe(orgId);
});

test("what was written is answered without groups in which nothing was, so that nobody sees a change", async () => {
  await admin.setCustomLoginText({ language: "it", loginText: { title: "Ciao" } });
  const { customText } = await admin.getCustomLoginTexts({ language: "it" });
  expect(customText).toMatchObject({ isDefault: false, loginText: { title: "Ciao", description: "" } });
  expect([customText?.footerText, customText?.linkingUserPromptText]).toEqual([undefined, undefined]);
});

test("from the start they are the pages' own, in the languages that those speak", async () => {
  const { customText } = await admin.getDefaultLoginTexts({ language });
  expect(customText).toMatchObject({ isDefault: true, loginText: { title: "Sign in" } });
  const german = await admin.getDefaultLoginTexts({ language: "de" });
  expect(german.customText?.passwordText?.passwordLabel).toBe("Passwort");
});

test("an organization's go before the instance's, and translations of the newer API before both on their level", async () => {
  await admin.setCustomLoginText({ language, loginText: { title: "Welcome" }, footerText: { tos: "Rules" } });
  expect(await shown(orgId, "loginname.title")).toBe("Welcome");
  await management.setCustomLoginText({ language, loginText: { title: "Hello" } });
  expect([await shown(orgId, "loginname.title"), await shown("", "loginname.title")]).toEqual([
    "Hello",
    "Welcome",
  ]);
  expect(await shown(orgId, "footer.terms")).toBe("Rules");
  const settings = createClient(SettingsService, tenant.transport(tenant.ownerToken));
  const translations = { loginname: { title: "Newer" } };
  await settings.setHostedLoginTranslation({
    level: { case: "instance", value: true },
    locale: language,
    translations,
  });
  expect([await shown(orgId, "loginname.title"), await shown("", "loginname.title")]).toEqual([
    "Hello",
    "Newer",
  ]);
  const inherited = await management.getDefaultLoginTexts({ language });
  expect(inherited.customText?.loginText?.title).toBe("Welcome");
});

test("an empty text and a reset go back, and there is nothing to reset twice", async () => {
  await management.setCustomLoginText({ language, passwordText: { title: "Secret" } });
  expect(await shown(orgId, "password.verify.title")).toBe("Secret");
  expect(await shown(orgId, "loginname.title")).toBe("Newer");
  await management.resetCustomLoginTextToDefault({ language });
  expect(await shown(orgId, "password.verify.title")).toBeUndefined();
  const { customText } = await management.getCustomLoginTexts({ language });
  expect([customText?.isDefault, customText?.passwordText]).toEqual([true, undefined]);
  expect(await outcome(management.resetCustomLoginTextToDefault({ language }))).toBe("NotFound LOGNT-Rs0nf");
  expect(await outcome(management.setCustomLoginText({ language: "xx" }))).toBe(
    "InvalidArgument LOGNT-La1ng",
  );
});

test("security: another organization's texts stay its own", async () => {
  const other = (await createOrg(tenant.ctx(), "Other")).aggregateId;
  await management.setCustomLoginText({ language, loginText: { title: "Ours" } });
  expect(await shown(other, "loginname.title")).toBe("Newer");
});
