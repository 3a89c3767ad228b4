/** Settings of the first generation, each written over the API and in force at once, on another process as well. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { effectiveNotificationPolicy } from "#src/domains/notificationpolicy/index.ts";
import { checkPassword, createHuman, setPassword } from "#src/domains/user/index.ts";
import { pageSettings } from "#src/login/house/page-settings.ts";
import { flowSettings } from "#src/login/house/settings.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type AnotherProcess, createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let other: AnotherProcess;
beforeAll(async () => {
  tenant = await createTenant();
  other = await tenant.anotherProcess();
});
afterAll(() => tenant.close());

/** A request on another process. */
const elsewhere = (): Ctx => other.ctx();
const admin = () => createClient(AdminService, tenant.transport(tenant.ownerToken));
const management = (token = tenant.ownerToken) => createClient(ManagementService, tenant.transport(token));
const home = () => tenant.created.orgId;
const person = async (name: string) =>
  (
    await createHuman(tenant.ctx(), {
      orgId: home(),
      firstName: name,
      lastName: "Lee",
      email: `${name}@mail.test`,
      emailVerification: { kind: "verified" },
      password: { plain: "Password1!" },
    })
  ).row.aggregateId;

test("every policy is added, read, changed, refused unchanged and reset by the same rules", async () => {
  const [a, m] = [admin(), management()];
  const rules = { hasLowercase: true, hasUppercase: true, hasNumber: true, hasSymbol: true };
  const links = { tosLink: "https://x.test/{{.Lang}}", privacyLink: "", helpLink: "", supportEmail: "" };
  const more = { ...links, docsLink: "https://docs.test", customLink: "", customLinkText: "" };
  const table = [
    {
      code: "LOCKOUT",
      get: () => m.getLockoutPolicy({}),
      byDefault: () => m.getDefaultLockoutPolicy({}),
      add: () => m.addCustomLockoutPolicy({ maxPasswordAttempts: 5, maxOtpAttempts: 6 }),
      update: () => m.updateCustomLockoutPolicy({ maxPasswordAttempts: 7, maxOtpAttempts: 6 }),
      reset: () => m.resetLockoutPolicyToDefault({}),
      updateDefault: () => a.updateLockoutPolicy({ maxPasswordAttempts: 9, maxOtpAttempts: 6 }),
      getDefault: () => a.getLockoutPolicy({}),
      added: { maxPasswordAttempts: 5n, maxOtpAttempts: 6n },
      changed: { maxPasswordAttempts: 7n },
      defaults: { maxPasswordAttempts: 9n },
    },
    {
      code: "PWCPLX",
      get: () => m.getPasswordComplexityPolicy({}),
      byDefault: () => m.getDefaultPasswordComplexityPolicy({}),
      add: () => m.addCustomPasswordComplexityPolicy({ ...rules, minLength: 9n }),
      update: () => m.updateCustomPasswordComplexityPolicy({ ...rules, minLength: 9n, hasSymbol: false }),
      reset: () => m.resetPasswordComplexityPolicyToDefault({}),
      updateDefault: () => a.updatePasswordComplexityPolicy({ ...rules, minLength: 10 }),
      getDefault: () => a.getPasswordComplexityPolicy({}),
      added: { minLength: 9n, hasSymbol: true },
      changed: { minLength: 9n, hasSymbol: false },
      defaults: { minLength: 10n },
    },
    {
      code: "PWAGE",
      get: () => m.getPasswordAgePolicy({}),
      byDefault: () => m.getDefaultPasswordAgePolicy({}),
      add: () => m.addCustomPasswordAgePolicy({ maxAgeDays: 30, expireWarnDays: 5 }),
      update: () => m.updateCustomPasswordAgePolicy({ maxAgeDays: 0, expireWarnDays: 5 }),
      reset: () => m.resetPasswordAgePolicyToDefault({}),
      updateDefault: () => a.updatePasswordAgePolicy({ maxAgeDays: 90, expireWarnDays: 0 }),
      getDefault: () => a.getPasswordAgePolicy({}),
      added: { maxAgeDays: 30n, expireWarnDays: 5n },
      changed: { maxAgeDays: 0n, expireWarnDays: 5n },
      defaults: { maxAgeDays: 90n },
    },
    {
      code: "PRIVACY",
      get: () => m.getPrivacyPolicy({}),
      byDefault: () => m.getDefaultPrivacyPolicy({}),
      add: () => m.addCustomPrivacyPolicy(more),
      update: () => m.updateCustomPrivacyPolicy({ ...more, docsLink: "", supportEmail: "help@x.test" }),
      reset: () => m.resetPrivacyPolicyToDefault({}),
      updateDefault: () => a.updatePrivacyPolicy({ ...more, helpLink: "https://help.test" }),
      getDefault: () => a.getPrivacyPolicy({}),
      added: { tosLink: "https://x.test/{{.Lang}}", docsLink: "https://docs.test" },
      changed: { docsLink: "", supportEmail: "help@x.test" },
      defaults: { helpLink: "https://help.test" },
    },
    {
      code: "NOTIFY",
      get: () => m.getNotificationPolicy({}),
      byDefault: () => m.getDefaultNotificationPolicy({}),
      add: () => m.addCustomNotificationPolicy({ passwordChange: true }),
      update: () => m.updateCustomNotificationPolicy({ passwordChange: false }),
      reset: () => m.resetNotificationPolicyToDefault({}),
      updateDefault: () => a.updateNotificationPolicy({ passwordChange: false }),
      getDefault: () => a.getNotificationPolicy({}),
      added: { passwordChange: true },
      changed: { passwordChange: false },
      defaults: { passwordChange: false },
    },
  ];
  for (const one of table) {
    const before = await one.get();
    expect(before, one.code).toMatchObject({
      policy: { isDefault: true, details: { resourceOwner: tenant.created.instanceId } },
    });
    await expect(one.update(), one.code).rejects.toThrow(`${one.code}-Ch0nf`);
    await expect(one.reset(), one.code).rejects.toThrow(`${one.code}-Rm0nf`);
    expect((await one.add()).details, one.code).toMatchObject({ resourceOwner: home() });
    await expect(one.add(), one.code).rejects.toThrow(`${one.code}-Ex1st`);
    expect((await one.get()).policy).toMatchObject({ ...one.added, isDefault: false });
    await one.update();
    await expect(one.update(), one.code).rejects.toThrow(`${one.code}-Ch0nc`);
    expect((await one.get()).policy).toMatchObject({ ...one.changed, details: { resourceOwner: home() } });
    await one.updateDefault();
    await expect(one.updateDefault(), one.code).rejects.toThrow(`${one.code}-Ch0nc`);
    expect((await one.getDefault()).policy).toMatchObject({ ...one.defaults, isDefault: true });
    expect((await one.byDefault()).policy).toMatchObject({ ...one.defaults, isDefault: true });
    expect((await one.get()).policy).toMatchObject(one.changed);
    await one.reset();
    expect((await one.get()).policy).toMatchObject({ ...one.defaults, isDefault: true });
  }
  await expect(a.addNotificationPolicy({ passwordChange: true })).rejects.toThrow("NOTIFY-Ex1st");
});

test("values out of range are refused by the name of their field", async () => {
  const [a, m] = [admin(), management()];
  const wrong = [
    ["minLength", () => a.updatePasswordComplexityPolicy({ minLength: 73 })],
    ["minLength", () => m.addCustomPasswordComplexityPolicy({ minLength: 2n ** 63n })],
    ["maxAgeDays", () => a.updatePasswordAgePolicy({ maxAgeDays: 36_501 })],
    ["maxPasswordAttempts", () => m.addCustomLockoutPolicy({ maxPasswordAttempts: 2 ** 32 - 1 })],
    ["tosLink", () => a.updatePrivacyPolicy({ tosLink: "javascript:alert(1)" })],
    ["SupportEmail", () => a.updatePrivacyPolicy({ supportEmail: "nobody" })],
  ] as const;
  for (const [field, call] of wrong)
    await expect(call(), field).rejects.toMatchObject({ code: 3, message: expect.stringContaining(field) });
});

test("complexity holds for the next password, on another process at once", async () => {
  const userId = await person("cora");
  await admin().updatePasswordComplexityPolicy({ minLength: 16, hasLowercase: true });
  await expect(setPassword(elsewhere(), userId, "Password1!", false)).rejects.toThrow("COMMAND-HuJf6");
  await setPassword(elsewhere(), userId, "passwordpassword", false);
  const own = createClient(AuthService, tenant.transport(tenant.ownerToken));
  expect((await own.getMyPasswordComplexityPolicy({})).policy).toMatchObject({
    minLength: 16n,
    hasSymbol: false,
    isDefault: true,
  });
  await admin().updatePasswordComplexityPolicy({ minLength: 8 });
});

test("the lockout takes effect with the next wrong password, on another process at once", async () => {
  const userId = await person("lola");
  await management().addCustomLockoutPolicy({ maxPasswordAttempts: 2 });
  await expect(checkPassword(tenant.ctx(), userId, "wrong")).rejects.toThrow("COMMAND-3M0fs");
  await expect(checkPassword(elsewhere(), userId, "wrong")).rejects.toThrow("COMMAND-3M0fs");
  await expect(checkPassword(elsewhere(), userId, "Password1!")).rejects.toThrow("COMMAND-JLK35");
  await management().resetLockoutPolicyToDefault({});
});

test("links of the privacy policy and the age of passwords are what login pages of another process go by", async () => {
  await management().addCustomPrivacyPolicy({ tosLink: "https://tos.test", docsLink: "" });
  const { links } = await pageSettings(elsewhere(), { userOrgId: home() });
  expect(links).toEqual({ terms: "https://tos.test" });
  const own = createClient(AuthService, tenant.transport(tenant.ownerToken));
  expect((await own.getMyPrivacyPolicy({})).policy).toMatchObject({ tosLink: "https://tos.test" });
  await management().addCustomPasswordAgePolicy({ maxAgeDays: 1 });
  expect(await flowSettings(elsewhere(), home())).toMatchObject({ passwordMaxAgeDays: 1 });
  await management().addCustomNotificationPolicy({ passwordChange: true });
  expect(await effectiveNotificationPolicy(elsewhere(), home())).toEqual({ passwordChange: true });
});
