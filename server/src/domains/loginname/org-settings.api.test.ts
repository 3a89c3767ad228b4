import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { SettingsService as SettingsServiceBeta } from "#contract/zitadel/settings/v2beta/settings_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { hasScopedUsernames, orgSettingsRef, removeOrgSettings } from "#src/domains/orgsettings/index.ts";
import { addPat, createHuman, createMachine, findByLoginName, User } from "#src/domains/user/index.ts";
import { addMember, memberRef } from "#src/kits/members/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { settleReach, writeOrgSettings } from "./org-settings.ts";

let tenant: Tenant;
let settings: Client<typeof SettingsService>;
beforeAll(async () => {
  tenant = await createTenant();
  settings = createClient(SettingsService, tenant.transport(tenant.ownerToken));
});
afterAll(() => tenant.close());

let orgs = 0;
const addOrg = async () => (await createOrg(tenant.ctx(), `Names ${++orgs}`)).aggregateId;
const addPerson = async (orgId: string, userName: string) => {
  const email = `${userName}@mail.example`;
  const emailVerification = { kind: "verified" } as const;
  const person = { orgId, userName, firstName: "A", lastName: "B", email, emailVerification };
  return (await createHuman(tenant.ctx(), person)).row.aggregateId;
};
const found = async (name: string, orgId?: string) =>
  (await findByLoginName(tenant.ctx(), name, { orgId })).map(({ aggregateId }) => aggregateId);
const scoped = (organizationId: string, organizationScopedUsernames = true) =>
  settings.setOrganizationSettings({ organizationId, organizationScopedUsernames });

test("names that an organization has for itself may be those of others, who keep theirs", async () => {
  const [own, other] = [await addOrg(), await addOrg()];
  const first = await addPerson(other, "bob");
  await expect(addPerson(own, "bob")).rejects.toMatchObject({ id: "V2-usrnm" });
  await scoped(own);
  const second = await addPerson(own, "bob");
  await expect(addPerson(own, "BOB")).rejects.toMatchObject({ id: "V2-usrnm" });
  expect(await found("bob")).toEqual([first]);
  expect(await found("bob", own)).toEqual([second]);
});

test("people who are there change their reach with the settings, service users never", async () => {
  const [own, other] = [await addOrg(), await addOrg()];
  await addPerson(own, "carol");
  const machine = { orgId: own, userName: "machine-1", name: "M" };
  const { aggregateId: userId } = await createMachine(tenant.ctx(), machine);
  await scoped(own);
  await addPerson(other, "carol");
  const users = createClient(UserService, tenant.transport(tenant.ownerToken));
  await users.updateUser({ userId, username: "machine-2" });
  await expect(addPerson(other, "machine-2")).rejects.toMatchObject({ id: "V2-usrnm" });
  await users.updateUser({ userId, username: "machine-1" });
  const twin = { orgId: other, userName: "machine-1", name: "M" };
  await expect(createMachine(tenant.ctx(), twin)).rejects.toMatchObject({ id: "V2-usrnm" });
  await expect(scoped(own, false)).rejects.toThrow("V2-usrnm");
  await expect(settings.deleteOrganizationSettings({ organizationId: own })).rejects.toThrow("V2-usrnm");
});

test("without its settings an organization's names are the instance's again", async () => {
  const [own, other] = [await addOrg(), await addOrg()];
  await scoped(own);
  await addPerson(own, "dave");
  const { deletionDate } = await settings.deleteOrganizationSettings({ organizationId: own });
  expect(deletionDate).toBeDefined();
  await expect(addPerson(other, "dave")).rejects.toMatchObject({ id: "V2-usrnm" });
  expect((await settings.deleteOrganizationSettings({ organizationId: own })).deletionDate).toBeUndefined();
});

test("what a request leaves out of the settings stays as somebody else has set it meanwhile", async () => {
  const own = await addOrg();
  const late = tenant.ctx();
  // A context of a request that has read the settings already.
  expect(await hasScopedUsernames(late, own)).toBe(false);
  await scoped(own);
  await writeOrgSettings(late, own, { organizationScopedUsernames: undefined });
  await settings.setOrganizationSettings({ organizationId: own });
  expect(await hasScopedUsernames(tenant.ctx(), own)).toBe(true);
});

test("the job gives each name its reach, and leaves to its organization what is taken in the instance", async () => {
  const [own, other] = [await addOrg(), await addOrg()];
  await scoped(own);
  const [taken, free] = [await addPerson(own, "erin"), await addPerson(own, "frank")];
  await addPerson(other, "erin");
  await tenant.store.execute(tenant.ctx(), [orgSettingsRef(own)], ([before]) => [removeOrgSettings(before)]);
  await settleReach(tenant.ctx(), own);
  const reach = async (id: string) =>
    (await tenant.store.get(User, tenant.created.instanceId, id))?.state.uniqueInOrg;
  expect([await reach(taken), await reach(free)]).toEqual([true, false]);
});

test("settings are listed with filters, exact totals, and to those who may read them", async () => {
  const [one, two] = [await addOrg(), await addOrg()];
  const set = await scoped(one);
  await scoped(two, false);
  const all = [one, two].toSorted();
  const ids = { filter: { case: "inOrganizationIdsFilter", value: { ids: all } } } as const;
  const names = (organizationScopedUsernames: boolean) =>
    ({
      filter: { case: "organizationScopedUsernamesFilter", value: { organizationScopedUsernames } },
    }) as const;
  const list = await settings.listOrganizationSettings({
    filters: [ids],
    sortingColumn: 1,
    pagination: { asc: true },
  });
  expect(list.organizationSettings.map(({ organizationId }) => organizationId)).toEqual(all);
  expect(list.pagination).toMatchObject({ totalResult: 2n, appliedLimit: 100n });
  const few = await settings.listOrganizationSettings({
    filters: [ids, names(true)],
    pagination: { limit: 1 },
  });
  expect(few.organizationSettings).toMatchObject([
    { organizationId: one, organizationScopedUsernames: true, creationDate: set.setDate },
  ]);
  const robot = await createMachine(tenant.ctx(), { orgId: two, userName: "reader", name: "R" });
  const own = { kind: "org", id: two } as const;
  await tenant.store.execute(tenant.ctx(), [memberRef(own, robot.aggregateId)], () => [
    addMember(own, robot.aggregateId, ["ORG_OWNER"])(undefined),
  ]);
  const { token } = await addPat(tenant.ctx(), robot.aggregateId, undefined);
  const beta = createClient(SettingsServiceBeta, tenant.transport(token));
  const mine = await beta.listOrganizationSettings({});
  expect(mine.organizationSettings.map(({ organizationId }) => organizationId)).toEqual([two]);
  expect(mine.pagination?.totalResult).toBe(1n);
  await expect(beta.setOrganizationSettings({ organizationId: two })).rejects.toThrow("permission_denied");
  await expect(scoped("1")).rejects.toThrow("not_found");
});
