import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { outcome, refusal, told } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { adminPart, managementPart } from "./api.v1.ts";
import { ourFields } from "./fields.ts";

let tenant: Tenant;
let admin: Client<typeof AdminService>;
let management: Client<typeof ManagementService>;
let orgId: string;
beforeAll(async () => {
  tenant = await createTenant();
  orgId = (await createOrg(tenant.ctx(), "Own")).aggregateId;
  admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  management = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }),
  );
});
afterAll(() => tenant.close());

const init = async (read: Promise<{ customText?: object | undefined }>) => (await read).customText;
const [en, de] = [ourFields("init", "en"), ourFields("init", "de")];

test("an organization's over the instance's over ours, text by text, and back again", async () => {
  expect(await init(admin.getDefaultInitMessageText({ language: "de" }))).toMatchObject({
    ...de,
    isDefault: true,
  });
  await admin.setDefaultInitMessageText({ language: "de", subject: "Von uns", greeting: "Moin" });
  await management.setCustomInitMessageText({ language: "de", subject: "Von hier" });
  expect(await init(admin.getCustomInitMessageText({ language: "de" }))).toMatchObject({
    subject: "Von uns",
    greeting: "Moin",
    text: "",
    isDefault: false,
    details: { resourceOwner: tenant.created.instanceId },
  });
  expect(await init(management.getDefaultInitMessageText({ language: "de" }))).toMatchObject({
    ...de,
    subject: "Von uns",
    greeting: "Moin",
    isDefault: true,
  });
  expect(await init(management.getCustomInitMessageText({ language: "de" }))).toMatchObject({
    subject: "Von hier",
    greeting: "",
    isDefault: false,
    details: { resourceOwner: orgId },
  });
  expect(await init(management.getCustomInitMessageText({ language: "EN" }))).toMatchObject({
    ...en,
    isDefault: true,
  });
  await management.resetCustomInitMessageTextToDefault({ language: "de" });
  expect(await init(management.getCustomInitMessageText({ language: "de" }))).toMatchObject({
    subject: "Von uns",
    isDefault: true,
  });
});

test("each text that differs is an event, and an empty one goes back to what it was", async () => {
  const set = (given: object) =>
    management.setCustomInviteUserMessageCustomText({ language: "fr", ...given });
  await set({ title: "A", footerText: "B" });
  await set({ title: "A", footerText: "B" });
  await set({ title: "C" });
  await management.resetCustomInviteUserMessageTextToDefault({ language: "fr" });
  const which = { template: "InviteUser", language: "fr" };
  expect(
    await tenant.database.query(
      sql`select type, payload from events where instance_id = ${tenant.created.instanceId}
        and aggregate_id = ${orgId} and payload->>'template' = 'InviteUser' order by sequence`,
    ),
  ).toEqual([
    { type: "org.customtext.set", payload: { ...which, key: "Title", text: "A" } },
    { type: "org.customtext.set", payload: { ...which, key: "Footer", text: "B" } },
    { type: "org.customtext.set", payload: { ...which, key: "Title", text: "C" } },
    { type: "org.customtext.removed", payload: { ...which, key: "Footer" } },
    { type: "org.customtext.template.removed", payload: which },
  ]);
});

test("ten messages have four methods in either service, each with texts of its own", async () => {
  const ctx = { ...tenant.ctx(), orgId };
  for (const [part, setter] of [
    [adminPart, /^setDefault(\w+)MessageText$/],
    [managementPart, /^setCustom(\w+)Message(?:Custom)?Text$/],
  ] as const) {
    expect(Object.keys(part.handlers)).toHaveLength(40);
    const names = Object.keys(part.handlers).flatMap((method) => setter.exec(method)?.[1] ?? []);
    expect(new Set(names).size).toBe(10);
    const call = async (method: string, request: object) => {
      const handler = part.handlers[method] ?? part.handlers[method.replace(/Text$/, "CustomText")];
      /* Handlers are typed by their contract, which a loop over their names cannot follow. */
      return handler?.({ language: "es", ...request } as never, { ...ctx, config: tenant.ctx().config });
    };
    const set = part === adminPart ? "setDefault" : "setCustom";
    await Promise.all(names.map((name) => call(`${set}${name}MessageText`, { text: `Own ${name}` })));
    for (const name of names) {
      const shown = { customText: expect.objectContaining({ text: `Own ${name}`, isDefault: false }) };
      expect(await call(`getCustom${name}MessageText`, {})).toEqual(shown);
      await call(`resetCustom${name}MessageTextToDefault`, {});
      expect(await call(`getCustom${name}MessageText`, {})).toEqual(
        await call(`getDefault${name}MessageText`, {}),
      );
    }
  }
});

test.each([
  ["InvalidArgument MSGTX-La1ng", () => admin.getDefaultInitMessageText({ language: "tlh" })],
  ["InvalidArgument MSGTX-La1ng", () => management.setCustomInitMessageText({ language: "de-CH" })],
  [
    "InvalidArgument MSGTX-La1ng",
    () => management.resetCustomInitMessageTextToDefault({ language: "__proto__" }),
  ],
  ["NotFound MSGTX-Rs0nf", () => management.resetCustomVerifyEmailMessageTextToDefault({ language: "de" })],
])("refused with %s", async (expected, call) => {
  expect(await outcome(call())).toBe(expected);
});

test("what is longer than the contract allows is refused by its name", async () => {
  const long = (length: number) => "ä".repeat(length);
  expect(await outcome(admin.setDefaultInitMessageText({ language: "de", subject: long(1000) }))).toBe(
    "allowed",
  );
  expect(await outcome(admin.setDefaultInitMessageText({ language: "de", subject: long(1001) }))).toMatch(
    /^InvalidArgument/,
  );
  expect(await outcome(admin.setDefaultVerifyPhoneMessageText({ language: "de", text: long(800) }))).toBe(
    "allowed",
  );
  expect(await outcome(admin.setDefaultVerifyPhoneMessageText({ language: "de", text: long(801) }))).toMatch(
    /^InvalidArgument/,
  );
});

test("texts whose variables would come to nothing are refused, by the field and the variable", async () => {
  const broken = { language: "en", subject: "Hi {{.FirstName}}", text: "Code {{.Unknown}}" };
  const refused = await refusal(admin.setDefaultInitMessageText(broken));
  expect(told(refused)).toBe("InvalidArgument MSGTX-Va1rb");
  expect(refused.rawMessage).toMatch(/\btext\b.*\{\{\.Unknown\}\}/);
  const unbalanced = { language: "en", greeting: "Hi {{.FirstName}" };
  expect(await outcome(management.setCustomInitMessageText(unbalanced))).toBe("InvalidArgument MSGTX-Va1rb");
  const ofSms = { language: "en", text: "{{.Code" };
  expect(await outcome(management.setCustomVerifySMSOTPMessageText(ofSms))).toBe(
    "InvalidArgument MSGTX-Va1rb",
  );
  expect((await admin.getCustomInitMessageText({ language: "en" })).customText?.isDefault).toBe(true);
});
