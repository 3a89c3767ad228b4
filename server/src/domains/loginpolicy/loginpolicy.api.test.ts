import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { effectiveLoginPolicy } from "./policy.ts";

let tenant: Tenant;
let admin: Client<typeof AdminService>;
let auth: Client<typeof AuthService>;
let orgId: string;
let management: Client<typeof ManagementService>;
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

const seconds = (n: number) => ({ seconds: BigInt(n), nanos: 0 });
const inForce = (of: string, ctx: Ctx = tenant.ctx()) => effectiveLoginPolicy(ctx, of);
/** What requests name; nothing of it is the default. */
const custom = {
  allowUsernamePassword: true,
  forceMfa: true,
  hidePasswordReset: true,
  ignoreUnknownUsernames: true,
  disableLoginWithEmail: true,
  disableLoginWithPhone: true,
  defaultRedirectUri: "https://start.example.com/",
  passwordCheckLifetime: seconds(60),
  mfaInitSkipLifetime: seconds(0),
};

test("the instance's policy is changed and holds for organizations without one of their own", async () => {
  expect((await admin.getLoginPolicy({})).policy).toMatchObject({
    isDefault: true,
    passwordlessType: 1,
    secondFactors: [1, 2],
    multiFactors: [1],
    passwordCheckLifetime: { seconds: 864_000n },
  });
  await admin.updateLoginPolicy({ ...custom, allowRegister: true, passwordlessType: 1 });
  expect(await inForce(orgId)).toMatchObject({
    allowRegister: true,
    allowExternalIdp: false,
    forceMfa: true,
    passwordCheckLifetimeSeconds: 60,
    mfaInitSkipLifetimeSeconds: 0,
  });
  const seen = await management.getLoginPolicy({});
  expect(seen).toMatchObject({ isDefault: true, policy: { isDefault: true, ...custom } });
  expect(seen.policy?.details?.resourceOwner).toBe(tenant.created.instanceId);
});

test("a lifetime that a request does not name stays as it is", async () => {
  const { passwordCheckLifetime: _left, ...rest } = custom;
  await admin.updateLoginPolicy({ ...rest, allowRegister: false, passwordlessType: 1 });
  expect(await inForce(orgId)).toMatchObject({ passwordCheckLifetimeSeconds: 60, allowRegister: false });
});

test("factors of the instance are added and removed, each once, and are in force at once", async () => {
  await admin.addSecondFactorToLoginPolicy({ type: 4 });
  await admin.removeSecondFactorFromLoginPolicy({ type: 2 });
  await admin.removeMultiFactorFromLoginPolicy({ type: 1 });
  expect(await inForce(orgId)).toMatchObject({ secondFactors: [1, 4], multiFactors: [] });
  const { result, details } = await admin.listLoginPolicySecondFactors({});
  expect(result).toEqual([1, 4]);
  expect(details?.totalResult).toBe(2n);
  expect((await admin.listLoginPolicyMultiFactors({})).result).toEqual([]);
  await admin.addMultiFactorToLoginPolicy({ type: 1 });
  expect((await management.listLoginPolicyMultiFactors({})).result).toEqual([1]);
});

test("an organization has a policy of its own, with its own factors, until it is reset", async () => {
  await expect(management.addSecondFactorToLoginPolicy({ type: 3 })).rejects.toThrow("LOGINPOL-Mf2nf");
  await management.addCustomLoginPolicy({
    ...custom,
    forceMfa: false,
    secondFactors: [3, 3],
    multiFactors: [1],
  });
  const seen = await management.getLoginPolicy({});
  expect(seen).toMatchObject({
    isDefault: false,
    policy: { forceMfa: false, secondFactors: [3], multiFactors: [1], details: { resourceOwner: orgId } },
  });
  await management.addSecondFactorToLoginPolicy({ type: 1 });
  await management.removeSecondFactorFromLoginPolicy({ type: 3 });
  expect((await management.listLoginPolicySecondFactors({})).result).toEqual([1]);
  await management.updateCustomLoginPolicy({ ...custom, forceMfa: false, forceMfaLocalOnly: true });
  expect(await inForce(orgId)).toMatchObject({
    forceMfa: false,
    forceMfaLocalOnly: true,
    secondFactors: [1],
  });
  expect((await management.getDefaultLoginPolicy({})).policy).toMatchObject({ forceMfa: true });
  expect((await auth.getMyLoginPolicy({})).policy).toMatchObject({ forceMfa: true, isDefault: true });
  await expect(management.addCustomLoginPolicy(custom)).rejects.toThrow("LOGINPOL-Ex1st");
  await management.resetLoginPolicyToDefault({});
  expect(await inForce(orgId)).toMatchObject({ forceMfa: true, secondFactors: [1, 4] });
  await expect(management.resetLoginPolicyToDefault({})).rejects.toThrow("LOGINPOL-Rm0nf");
});

test("there are no identity providers: lists are empty, and none can be named", async () => {
  for (const service of [admin, management]) {
    expect((await service.listLoginPolicyIDPs({})).result).toEqual([]);
    await expect(service.addIDPToLoginPolicy({ idpId: "1", ownerType: 2 })).rejects.toThrow("LOGINPOL-Id1nf");
    await expect(service.removeIDPFromLoginPolicy({ idpId: "1" })).rejects.toThrow("LOGINPOL-Id1nf");
  }
  await expect(
    management.addCustomLoginPolicy({ ...custom, idps: [{ idpId: "1", ownerType: 2 }] }),
  ).rejects.toThrow("LOGINPOL-Id1nf");
});

test.each([
  ["LOGINPOL-Ch0nf", () => management.updateCustomLoginPolicy(custom)],
  ["LOGINPOL-Ch0nc", () => admin.updateLoginPolicy({ ...custom, passwordlessType: 1 })],
  ["LOGINPOL-Mf3ex", () => admin.addSecondFactorToLoginPolicy({ type: 1 })],
  ["LOGINPOL-Mf5no", () => admin.removeSecondFactorFromLoginPolicy({ type: 3 })],
  ["LOGINPOL-L1mit", () => admin.updateLoginPolicy({ ...custom, passwordCheckLifetime: seconds(-1) })],
  ["LOGINPOL-L1mit", () => admin.updateLoginPolicy({ ...custom, defaultRedirectUri: "javascript:alert(1)" })],
  ["LOGINPOL-L1mit", () => admin.updateLoginPolicy({ ...custom, defaultRedirectUri: "/relative" })],
])("refused: %s", async (id, call) => {
  await expect(call()).rejects.toThrow(id);
});
