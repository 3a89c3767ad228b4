import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg, requireOrg } from "#src/domains/org/index.ts";
import { createMachine, findByLoginName, serviceUserByClientId, User } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type AnotherProcess, createTenant, type Tenant } from "#test/harness/tenant.ts";
import { settleLoginNames } from "./index.ts";

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
const management = (orgId: string) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }));

async function company(name: string, ...userNames: readonly string[]) {
  const { aggregateId: orgId } = await createOrg(tenant.ctx(), name);
  const ids = await Promise.all(
    userNames.map(async (userName) => {
      const input = { orgId, userName, name: userName, description: "", accessTokenType: 0 } as const;
      return (await createMachine(tenant.ctx(), input)).aggregateId;
    }),
  );
  const { primaryDomain } = (await requireOrg(tenant.ctx(), orgId)).state;
  return { orgId, ids, domain: primaryDomain };
}

const userOf = async (orgId: string, id: string) => (await management(orgId).getUserByID({ id })).user;
const meant = async (typed: string) =>
  (await findByLoginName(elsewhere(), typed)).map(({ aggregateId }) => aggregateId);
const settleJobs = () =>
  tenant.store.query<{ payload: object }>(
    sql`select payload from jobs where instance_id = ${tenant.created.instanceId} and task = 'loginname.settle'`,
  );

test("login names follow the domain policy of their organization at once, and back to where they were", async () => {
  const { orgId, ids, domain } = await company("Acme", "anna", "ben@mail.test");
  const [anna = "", ben = ""] = ids;
  expect(await admin().getCustomDomainPolicy({ orgId })).toMatchObject({ isDefault: true });
  await admin().addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true });
  expect((await management(orgId).getDomainPolicy({})).policy).toMatchObject({
    userLoginMustBeDomain: true,
    isDefault: false,
    details: { resourceOwner: orgId },
  });
  expect(await userOf(orgId, anna)).toMatchObject({
    userName: "anna",
    preferredLoginName: `anna@${domain}`,
  });
  expect(await userOf(orgId, ben)).toMatchObject({ preferredLoginName: `ben@mail.test@${domain}` });
  expect(await meant(`Anna@${domain}`)).toEqual([anna]);
  expect(await meant("anna")).toEqual([]);
  const { clientId } = await management(orgId).generateMachineSecret({ userId: anna });
  expect((await serviceUserByClientId(elsewhere(), clientId))?.aggregateId).toBe(anna);
  const again = { orgId, userLoginMustBeDomain: true };
  await expect(admin().addCustomDomainPolicy(again)).rejects.toThrow("DOMPOL-Ex1st");
  await expect(admin().updateCustomDomainPolicy(again)).rejects.toThrow("DOMPOL-Ch0nc");
  await admin().resetCustomDomainPolicyToDefault({ orgId });
  expect(await userOf(orgId, anna)).toMatchObject({
    userName: `anna@${domain}`,
    preferredLoginName: `anna@${domain}`,
  });
  expect(await meant(`anna@${domain}`)).toEqual([anna]);
  await admin().addCustomOrgIAMPolicy(again);
  expect((await admin().getCustomOrgIAMPolicy({ orgId })).policy).toMatchObject({
    userLoginMustBeDomain: true,
    isDefault: false,
  });
  expect(await userOf(orgId, anna)).toMatchObject({
    userName: "anna",
    preferredLoginName: `anna@${domain}`,
  });
  await admin().updateCustomOrgIAMPolicy({ orgId, userLoginMustBeDomain: false });
  expect((await management(orgId).getOrgIAMPolicy({})).policy).toMatchObject({
    userLoginMustBeDomain: false,
  });
  await admin().resetCustomOrgIAMPolicyToDefault({ orgId });
  await expect(admin().resetCustomOrgIAMPolicyToDefault({ orgId })).rejects.toThrow("DOMPOL-Rm0nf");
});

test("the instance's domain policy leaves organizations with one of their own alone", async () => {
  const own = await company("Own", "carla");
  const follower = await company("Follower", "dora");
  await admin().addCustomDomainPolicy({ orgId: own.orgId });
  await admin().updateDomainPolicy({ userLoginMustBeDomain: true });
  expect((await admin().getDomainPolicy({})).policy).toMatchObject({ userLoginMustBeDomain: true });
  expect(await meant("carla")).toEqual(own.ids);
  expect(await meant(`dora@${follower.domain}`)).toEqual(follower.ids);
  await expect(admin().updateOrgIAMPolicy({ userLoginMustBeDomain: true })).rejects.toThrow("DOMPOL-Ch0nc");
  await admin().updateOrgIAMPolicy({ userLoginMustBeDomain: false });
  expect((await admin().getOrgIAMPolicy({})).policy).toMatchObject({ userLoginMustBeDomain: false });
  expect(await meant(`dora@${follower.domain}`)).toEqual(follower.ids);
  expect(await meant("carla")).toEqual(own.ids);
});

test("many names are settled by a job, and until it is done either name logs in", async () => {
  const names = Array.from({ length: 120 }, (_one, n) => `many${n}`);
  const { orgId, ids, domain } = await company("Many", ...names);
  await admin().addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true });
  expect(await settleJobs()).toContainEqual({ payload: { orgId } });
  expect(await meant("many7")).toEqual([ids[7]]);
  expect(await meant(`many7@${domain}`)).toEqual([ids[7]]);
  expect(await settleLoginNames(elsewhere(), orgId, 1)).toBe("again");
  expect(await settleLoginNames(elsewhere(), orgId)).toBe("done");
  expect(await meant("many7")).toEqual([]);
  expect(await meant(`many7@${domain}`)).toEqual([ids[7]]);
  const { instanceId } = tenant.created;
  const left = sql`t.owner = ${orgId} and not t.scoped_to_org`;
  expect(await tenant.store.count(User, instanceId, left)).toBe(0);
});

test("whose name is taken in the other scope keeps it whole, and nobody loses theirs", async () => {
  const { orgId, domain } = await company("Clash", "eva");
  const input = { orgId, name: "Eva", description: "", accessTokenType: 0 } as const;
  await createMachine(tenant.ctx(), { ...input, userName: `eva@${domain}` });
  await admin().addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true });
  await settleLoginNames(tenant.ctx(), orgId);
  const users = await tenant.store.select(User, tenant.created.instanceId, sql`t.owner = ${orgId}`);
  expect(users.map(({ state }) => [state.userName, state.scopedToOrg]).sort()).toEqual([
    ["eva", true],
    [`eva@${domain}`, true],
  ]);
});

test("a login reads the people of the organization whose domain was typed, not everybody of that name", async () => {
  const [near, far] = [await company("Near", "root"), await company("Far", "root@far")];
  for (const { orgId } of [near, far])
    await admin().addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true });
  const asked: string[] = [];
  const { store } = tenant;
  const ctx: Ctx = {
    ...tenant.ctx(),
    store: {
      ...store,
      select: async (entity, instanceId, where, tail) => {
        const rows = await store.select(entity, instanceId, where, tail);
        if (entity.table === User.table) asked.push(...rows.map(({ aggregateId }) => aggregateId));
        return rows;
      },
    },
  };
  expect(await findByLoginName(ctx, "root")).toEqual([]);
  expect(await findByLoginName(ctx, `root@${far.domain}`)).toEqual([]);
  expect(asked).toEqual([]);
  expect((await findByLoginName(ctx, `root@${near.domain}`)).map(({ aggregateId }) => aggregateId)).toEqual(
    near.ids,
  );
  expect(asked).toEqual(near.ids);
});

test("the domain policy of an unknown organization, or of another instance's, is not found", async () => {
  const foreign = await tenant.another("foreign.test");
  for (const orgId of ["unknown", foreign.orgId]) {
    await expect(admin().getCustomDomainPolicy({ orgId })).rejects.toMatchObject({ code: 5 });
    await expect(admin().addCustomDomainPolicy({ orgId })).rejects.toMatchObject({ code: 5 });
    await expect(admin().updateCustomOrgIAMPolicy({ orgId })).rejects.toMatchObject({ code: 5 });
    await expect(admin().resetCustomDomainPolicyToDefault({ orgId })).rejects.toMatchObject({ code: 5 });
  }
});
