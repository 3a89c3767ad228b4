import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { instanceOf, setDefaultOrg } from "#src/domains/instance/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { createOrg, deactivate, remove } from "./commands.ts";
import { requireOrg } from "./queries.ts";
import { Org } from "./state.ts";

let tenant: Tenant;
let admin: Client<typeof AdminService>;
let orgs: Client<typeof OrganizationService>;
let beta: Client<typeof OrganizationServiceBeta>;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  admin = createClient(AdminService, transport);
  orgs = createClient(OrganizationService, transport);
  beta = createClient(OrganizationServiceBeta, transport);
});
afterAll(() => tenant.close());

let counter = 0;
const addOrg = async (name = `Org ${++counter}`) => (await createOrg(tenant.ctx(), name)).aggregateId;
const management = (orgId: string) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }));

test("an organization is read the moment it is there, by id, list and domain, with all its details", async () => {
  const id = await addOrg("Acme");
  const { org } = await admin.getOrgByID({ id });
  expect(org).toMatchObject({ id, name: "Acme", primaryDomain: "acme.tenant.test", state: 1 });
  expect(org?.details).toMatchObject({ sequence: 2n, resourceOwner: id });
  const { result, details } = await orgs.listOrganizations({
    queries: [{ query: { case: "nameQuery", value: { name: "Acme" } } }],
  });
  expect(result.map((found) => found.id)).toEqual([id]);
  expect(details?.totalResult).toBe(1n);
  const byDomain = await management(id).getOrgByDomainGlobal({ domain: "acme.tenant.test" });
  expect(byDomain.org?.id).toBe(id);
});

test("names are unique in the instance, whatever their case", async () => {
  await addOrg("Unique");
  await expect(addOrg("UNIQUE")).rejects.toMatchObject({ id: "ORG-Nq3vd" });
});

test("a renamed organization has a new generated domain, and the old one is free", async () => {
  const id = await addOrg("Before");
  await orgs.updateOrganization({ organizationId: id, name: "After" });
  expect((await admin.getOrgByID({ id })).org).toMatchObject({
    name: "After",
    primaryDomain: "after.tenant.test",
  });
  const { result } = await management(id).listOrgDomains({});
  expect(result.map(({ domainName }) => domainName)).toEqual(["after.tenant.test"]);
  await addOrg("Before");
});

test("renaming to the same name is refused by the first generation alone", async () => {
  const id = await addOrg("Same");
  await orgs.updateOrganization({ organizationId: id, name: "Same" });
  expect((await refusal(management(id).updateOrg({ name: "Same" }))).rawMessage).toContain("ORG-4VSdf");
});

test("deactivate and reactivate, each once", async () => {
  const id = await addOrg();
  await beta.deactivateOrganization({ id });
  expect((await admin.getOrgByID({ id })).org?.state).toBe(2);
  expect((await refusal(beta.deactivateOrganization({ id }))).code).toBe(Code.FailedPrecondition);
  await beta.activateOrganization({ id });
  expect((await admin.getOrgByID({ id })).org?.state).toBe(1);
});

test("the default organization, and the one of the system's own project, stay active: who could undo it is in them", async () => {
  const first = tenant.created.orgId;
  const asked = () => [
    () => orgs.deactivateOrganization({ organizationId: first }),
    () => beta.deactivateOrganization({ id: first }),
    () => management(first).deactivateOrg({}),
  ];
  for (const ask of asked()) {
    const { code, rawMessage } = await refusal(ask());
    expect(code).toBe(Code.FailedPrecondition);
    expect(rawMessage).toContain("ORG-Df4ct");
  }
  const other = await addOrg();
  await orgs.deactivateOrganization({ organizationId: other });
  const { code, rawMessage } = await refusal(admin.setDefaultOrg({ orgId: other }));
  expect(code).toBe(Code.FailedPrecondition);
  expect(rawMessage).toContain("INST-Do2na");
  await orgs.activateOrganization({ organizationId: other });
  await admin.setDefaultOrg({ orgId: other });
  expect((await refusal(orgs.deactivateOrganization({ organizationId: other }))).rawMessage).toContain(
    "ORG-Df4ct",
  );
  for (const ask of asked()) expect((await refusal(ask())).rawMessage).toContain("ORG-Zt4ct");
  await admin.setDefaultOrg({ orgId: first });
});

test("an organization that becomes the default one is not deactivated meanwhile, nor made it once inactive", async () => {
  const [first, second] = [await addOrg(), await addOrg()];
  // Contexts of requests that have read both already.
  const [idling, setting] = [tenant.ctx(), tenant.ctx()];
  await Promise.all([instanceOf(idling), requireOrg(setting, second)]);
  await setDefaultOrg(tenant.ctx(), first, ref(Org, first));
  await expect(deactivate(idling, first)).rejects.toMatchObject({ id: "ORG-Df4ct" });
  await deactivate(tenant.ctx(), second);
  await expect(setDefaultOrg(setting, second, ref(Org, second))).rejects.toMatchObject({ id: "INST-Do2na" });
  await setDefaultOrg(tenant.ctx(), tenant.created.orgId, ref(Org, tenant.created.orgId));
});

test("domains are added, made primary and removed; the primary one stays", async () => {
  const id = await addOrg();
  await management(id).addOrgDomain({ domain: "Acme.ORG" });
  await management(id).setPrimaryOrgDomain({ domain: "acme.org" });
  expect((await refusal(management(id).removeOrgDomain({ domain: "acme.org" }))).rawMessage).toContain(
    "ORG-Sjdi3",
  );
  const { domains } = await orgs.listOrganizationDomains({ organizationId: id });
  expect(domains.find(({ domain }) => domain === "acme.org")).toMatchObject({
    isPrimary: true,
    isVerified: true,
  });
  const other = await addOrg();
  expect((await refusal(management(other).addOrgDomain({ domain: "acme.org" }))).code).toBe(
    Code.AlreadyExists,
  );
});

test("the default organization and the product's own cannot be removed; others are gone at once", async () => {
  const { orgId } = tenant.created;
  expect((await refusal(admin.removeOrg({ orgId }))).rawMessage).toContain("ORG-wG9p1");
  const id = await addOrg();
  await orgs.deleteOrganization({ organizationId: id });
  expect((await refusal(admin.getOrgByID({ id }))).code).toBe(Code.NotFound);
  const { result } = await orgs.listOrganizations({
    queries: [{ query: { case: "idQuery", value: { id } } }],
  });
  expect(result).toEqual([]);
});

test("removing what is gone is no error in the second generation, and one in the first", async () => {
  const id = await addOrg();
  const domain = "gone.example";
  expect((await orgs.deleteOrganizationDomain({ organizationId: id, domain })).deletionDate).toBeUndefined();
  expect((await refusal(management(id).removeOrgDomain({ domain }))).rawMessage).toContain("ORG-GDre3");
  expect((await beta.deleteOrganization({ id })).deletionDate).toBeDefined();
  expect((await beta.deleteOrganization({ id })).deletionDate).toBeUndefined();
  expect((await orgs.deleteOrganization({ organizationId: id })).deletionDate).toBeUndefined();
  expect((await refusal(orgs.deleteOrganizationDomain({ organizationId: id, domain }))).code).toBe(
    Code.NotFound,
  );
  expect((await refusal(admin.removeOrg({ orgId: id }))).code).toBe(Code.NotFound);
});

test("every filter and every sorting of every generation", async () => {
  const [first, second, third] = [await addOrg("Sort b"), await addOrg("Sort A"), await addOrg("sort c")];
  await management(second).addOrgDomain({ domain: "sort.example" });
  await orgs.deactivateOrganization({ organizationId: third });
  const named = { case: "nameQuery" as const, value: { name: "SORT ", method: 3 as const } };
  const v2 = async (...queries: Parameters<typeof orgs.listOrganizations>[0]["queries"] & object) =>
    (await orgs.listOrganizations({ queries: [{ query: named }, ...queries] })).result.map(({ id }) => id);
  expect(await v2()).toEqual([first, second, third]);
  expect(await v2({ query: { case: "domainQuery", value: { domain: "SORT.EX", method: 3 } } })).toEqual([
    second,
  ]);
  expect(await v2({ query: { case: "stateQuery", value: { state: 2 } } })).toEqual([third]);
  expect(await v2({ query: { case: "idQuery", value: { id: first } } })).toEqual([first]);
  expect(await v2({ query: { case: "defaultQuery", value: {} } })).toEqual([]);
  const defaults = await orgs.listOrganizations({
    queries: [{ query: { case: "defaultQuery", value: {} } }],
  });
  expect(defaults.result.map(({ id }) => id)).toEqual([tenant.created.orgId]);
  const byName = [second, first, third];
  const sorted = await Promise.all([
    orgs.listOrganizations({ queries: [{ query: named }], sortingColumn: 1, query: { asc: true } }),
    orgs.listOrganizations({ queries: [{ query: named }], sortingColumn: 1 }),
    orgs.listOrganizations({ queries: [{ query: named }], sortingColumn: 2 }),
    admin.listOrgs({ queries: [{ query: named }], sortingColumn: 1, query: { asc: true } }),
  ]);
  expect(sorted.map(({ result }) => result.map(({ id }) => id))).toEqual([
    byName,
    byName.toReversed(),
    [third, second, first],
    byName,
  ]);
  const filter = [
    { filter: { case: "nameFilter" as const, value: { name: "sort ", method: 3 as const } } },
    { filter: { case: "stateFilter" as const, value: { state: 1 as const } } },
  ];
  const { organizations } = await beta.listOrganizations({ filter, sortingColumn: 1 });
  expect(organizations.map(({ id }) => id)).toEqual([first, second]);
  const v1 = await admin.listOrgs({
    queries: [{ query: { case: "domainQuery", value: { domain: "sort.example" } } }],
  });
  expect(v1.result.map(({ id }) => id)).toEqual([second]);
});

test("a name is unique while its organization is there, a domain while somebody has it verified", async () => {
  const id = await addOrg("Taken");
  const unique = async (name: string, domain: string) => (await admin.isOrgUnique({ name, domain })).isUnique;
  expect(await unique(" TAKEN", "")).toBe(false);
  expect(await unique("Free", "TAKEN.tenant.test")).toBe(false);
  expect(await unique("Free", "free.example")).toBe(true);
  await orgs.deleteOrganization({ organizationId: id });
  expect(await unique("Taken", "taken.tenant.test")).toBe(true);
  await admin.setDefaultOrg({ orgId: await addOrg("New default") });
  expect((await admin.getDefaultOrg({})).org?.name).toBe("New default");
  await admin.setDefaultOrg({ orgId: tenant.created.orgId });
  expect((await refusal(admin.setDefaultOrg({ orgId: id }))).code).toBe(Code.NotFound);
});

test("an organization that becomes the default one is not removed meanwhile, nor made it once removed", async () => {
  const [first, second] = [await addOrg("Next default"), await addOrg("Gone before")];
  // Contexts of requests that have read both already.
  const [removing, setting] = [tenant.ctx(), tenant.ctx()];
  await Promise.all([instanceOf(removing), requireOrg(setting, second)]);
  await setDefaultOrg(tenant.ctx(), first, ref(Org, first));
  await expect(remove(removing, first)).rejects.toMatchObject({ id: "ORG-wG9p1" });
  await remove(tenant.ctx(), second);
  await expect(setDefaultOrg(setting, second, ref(Org, second))).rejects.toMatchObject({ kind: "not_found" });
  await setDefaultOrg(tenant.ctx(), tenant.created.orgId, ref(Org, tenant.created.orgId));
});

test("pages and totals are exact", async () => {
  for (let n = 0; n < 5; n += 1) await addOrg(`Page ${n}`);
  const filter = [{ filter: { case: "nameFilter" as const, value: { name: "Page ", method: 2 as const } } }];
  const page = await beta.listOrganizations({
    filter,
    sortingColumn: 1,
    pagination: { limit: 2, offset: 1n, asc: true },
  });
  expect(page.organizations.map(({ name }) => name)).toEqual(["Page 1", "Page 2"]);
  expect(page.pagination).toMatchObject({ totalResult: 5n, appliedLimit: 2n });
});

test("nothing of an organization crosses to another instance", async () => {
  const other = await tenant.another("other.test");
  expect((await refusal(admin.getOrgByID({ id: other.orgId }))).code).toBe(Code.NotFound);
  const { result } = await orgs.listOrganizations({});
  expect(result.map(({ id }) => id)).not.toContain(other.orgId);
});

test("a token of another instance is no token here", async () => {
  const other = await tenant.another("third.test");
  const foreign = createClient(AdminService, tenant.transport(other.machine?.token ?? ""));
  expect((await refusal(foreign.getDefaultOrg({}))).code).toBe(Code.Unauthenticated);
});
