import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CredentialSettingsService,
  RefusedPasswords,
} from "#contract/gatehouse/settings/v1/credential_settings_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { authenticatorNames, passwordHistory, refusesCommon, requiresVerifiedEmail } from "./policy.ts";

let tenant: Tenant;
let settings: Client<typeof CredentialSettingsService>;
let organizationId: string;
beforeAll(async () => {
  tenant = await createTenant();
  settings = createClient(CredentialSettingsService, tenant.transport(tenant.ownerToken));
  organizationId = (await createOrg(tenant.ctx(), "Strict")).aggregateId;
});
afterAll(() => tenant.close());

test("from the start passwords that people choose must not be common, and nothing else is asked", async () => {
  const { settings: first, inherited } = await settings.getCredentialSettings({});
  expect(first).toMatchObject({
    passwordHistory: 0,
    refusedPasswords: RefusedPasswords.CHOSEN,
    totpIssuer: "",
    relyingPartyName: "",
    requireVerifiedEmail: false,
  });
  expect(inherited).toBe(false);
  expect(await refusesCommon(tenant.ctx(), "", true)).toBe(true);
  expect(await refusesCommon(tenant.ctx(), "", false)).toBe(false);
});

test("an organization starts from the instance's, keeps what it has set, and goes back", async () => {
  await settings.setCredentialSettings({ relyingPartyName: "House" });
  await settings.setCredentialSettings({ organizationId, passwordHistory: 5 });
  const own = await settings.getCredentialSettings({ organizationId });
  expect(own).toMatchObject({
    inherited: false,
    settings: { passwordHistory: 5, relyingPartyName: "House" },
  });
  await settings.setCredentialSettings({ organizationId, refusedPasswords: RefusedPasswords.ALL });
  expect(await passwordHistory(tenant.ctx(), organizationId)).toBe(5);
  expect(await refusesCommon(tenant.ctx(), organizationId, false)).toBe(true);
  await settings.resetCredentialSettings({ organizationId });
  expect(await passwordHistory(tenant.ctx(), organizationId)).toBe(0);
  expect(await authenticatorNames(tenant.ctx(), organizationId)).toEqual({
    totpIssuer: undefined,
    relyingPartyName: "House",
  });
});

test("whether addresses must be verified is the instance's to say, and an organization's for itself", async () => {
  const required = (orgId: string) => requiresVerifiedEmail(tenant.ctx(), orgId);
  await settings.setCredentialSettings({ requireVerifiedEmail: true });
  expect([await required(""), await required(organizationId)]).toEqual([true, true]);
  await settings.setCredentialSettings({ organizationId, requireVerifiedEmail: false });
  expect([await required(""), await required(organizationId)]).toEqual([true, false]);
  await settings.setCredentialSettings({ requireVerifiedEmail: false });
  await settings.resetCredentialSettings({ organizationId });
});

test("what is out of the limits is refused and nothing of it is kept", async () => {
  expect(await outcome(settings.setCredentialSettings({ passwordHistory: 25, totpIssuer: "X" }))).toMatch(
    /^InvalidArgument/,
  );
  expect(
    await outcome(settings.setCredentialSettings({ refusedPasswords: RefusedPasswords.UNSPECIFIED })),
  ).toMatch(/^InvalidArgument/);
  expect((await settings.getCredentialSettings({})).settings?.totpIssuer).toBe("");
});

test("an organization that is not there has no settings to read or write", async () => {
  const organizationId = "nowhere";
  expect(await outcome(settings.getCredentialSettings({ organizationId }))).toMatch(/^NotFound/);
  expect(await outcome(settings.setCredentialSettings({ organizationId, passwordHistory: 1 }))).toMatch(
    /^NotFound/,
  );
});
