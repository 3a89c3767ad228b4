import type { MessageInitShape } from "@bufbuild/protobuf";
import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import type { SearchQuerySchema } from "#contract/zitadel/user/v2/query_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let home: string;
let away: string;
let userId: string;
let own: Client<typeof ManagementService>;
let users: Client<typeof UserService>;
let orgs: Client<typeof OrganizationService>;
let beta: Client<typeof OrganizationServiceBeta>;

const management = (orgId: string, token = tenant.ownerToken) =>
  createClient(ManagementService, tenant.transport(token, { "x-zitadel-orgid": orgId }));

beforeAll(async () => {
  tenant = await createTenant();
  home = tenant.created.orgId;
  away = (await createOrg(tenant.ctx(), "Away")).aggregateId;
  const transport = tenant.transport(tenant.ownerToken);
  own = management(home);
  users = createClient(UserService, transport);
  orgs = createClient(OrganizationService, transport);
  beta = createClient(OrganizationServiceBeta, transport);
  ({ userId } = await own.addMachineUser({ userName: "meta", name: "Meta" }));
});
afterAll(() => tenant.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => new TextDecoder().decode(value);
const entry = (key: string, value: string) => ({ key, value: bytes(value) });
const startsWith = (key: string) => ({ value: { key, method: 2 as const } });

test("what one generation stores about an organization the others read, search and remove", async () => {
  const { details } = await own.setOrgMetadata(entry("plan", "gold"));
  expect(details?.resourceOwner).toBe(home);
  await orgs.setOrganizationMetadata({
    organizationId: home,
    metadata: [entry("place", "x"), entry("size", "9")],
  });
  expect(text((await own.getOrgMetadata({ key: "plan" })).metadata?.value)).toBe("gold");
  const v1 = await own.listOrgMetadata({ queries: [{ query: { case: "keyQuery", ...startsWith("pla") } }] });
  expect(v1.result.map(({ key }) => key)).toEqual(["place", "plan"]);
  const v2 = await orgs.listOrganizationMetadata({
    organizationId: home,
    filters: [{ filter: { case: "keyFilter", ...startsWith("pla") } }],
    pagination: { limit: 1, asc: true },
  });
  expect(v2.metadata.map(({ key, value }) => [key, text(value)])).toEqual([["place", "x"]]);
  expect(v2.pagination).toMatchObject({ totalResult: 2n, appliedLimit: 1n });
  await beta.deleteOrganizationMetadata({ organizationId: home, keys: ["plan", "size"] });
  const left = await beta.listOrganizationMetadata({ organizationId: home });
  expect(left.metadata.map(({ key }) => key)).toEqual(["place"]);
  await own.removeOrgMetadata({ key: "place" });
  expect((await refusal(own.getOrgMetadata({ key: "place" }))).code).toBe(Code.NotFound);
});

test("what one generation stores about a user the others read, and the user reads it, and nobody else", async () => {
  await own.setUserMetadata({ id: userId, ...entry("badge", "7") });
  await users.setUserMetadata({ userId, metadata: [entry("badge", "8"), entry("desk", "b")] });
  const v1 = await own.listUserMetadata({ id: userId });
  expect(v1.result.map(({ key, value }) => [key, text(value)])).toEqual([
    ["badge", "8"],
    ["desk", "b"],
  ]);
  const { token } = await own.addPersonalAccessToken({ userId });
  const auth = createClient(AuthService, tenant.transport(token));
  expect((await auth.listMyMetadata({})).details?.totalResult).toBe(2n);
  expect(text((await auth.getMyMetadata({ key: "desk" })).metadata?.value)).toBe("b");
  const self = createClient(UserService, tenant.transport(token));
  expect((await self.listUserMetadata({ userId })).metadata).toHaveLength(2);
  const forbidden = self.setUserMetadata({ userId, metadata: [entry("badge", "9")] });
  expect((await refusal(forbidden)).code).toBe(Code.NotFound);
  const robot = tenant.created.machine?.userId ?? "";
  expect((await refusal(self.listUserMetadata({ userId: robot }))).code).toBe(Code.NotFound);
  await users.deleteUserMetadata({ userId, keys: ["badge", "desk"] });
  expect((await own.listUserMetadata({ id: userId })).result).toEqual([]);
});

test("users are found by what is stored about them, and by the key and value of one entry", async () => {
  const { userId: tall } = await own.addMachineUser({ userName: "tall", name: "Tall" });
  const { userId: small } = await own.addMachineUser({ userName: "small", name: "Small" });
  await users.setUserMetadata({ userId: tall, metadata: [entry("crm-id", "4711"), entry("crm-tag", "a")] });
  await users.setUserMetadata({
    userId: small,
    metadata: [entry("crm-id", "4712"), entry("crm-tag", "4711")],
  });
  type Query = MessageInitShape<typeof SearchQuerySchema>;
  const key = (text: string, method: 0 | 3 = 0): Query => ({
    query: { case: "metadataKeyFilter", value: { key: text, method } },
  });
  const value = (text: string, method: 0 | 1 = 0): Query => ({
    query: { case: "metadataValueFilter", value: { value: bytes(text), method } },
  });
  const both = [key("crm-id"), value("4711")];
  const found = async (...queries: Query[]) =>
    (await users.listUsers({ queries })).result
      .map(({ userId: id }) => (id === tall ? "tall" : "small"))
      .sort();
  expect(await found(key("CRM-", 3))).toEqual(["small", "tall"]);
  expect(await found(value("4711"))).toEqual(["small", "tall"]);
  expect(await found(...both)).toEqual(["tall"]);
  expect(await found({ query: { case: "andQuery", value: { queries: both } } })).toEqual(["tall"]);
  expect(await found({ query: { case: "orQuery", value: { queries: both } } })).toEqual(["small", "tall"]);
  expect(await found(key("crm-id"), value("4711", 1))).toEqual(["small"]);
  expect(await found(key("crm-i"))).toEqual([]);
});

test("removing again what is gone succeeds without a date, except in the first generation", async () => {
  const keys = ["once", "never"];
  const ofOrg = { organizationId: home, keys };
  for (const calls of [orgs, beta]) {
    await own.setOrgMetadata(entry("once", "1"));
    expect((await calls.deleteOrganizationMetadata(ofOrg)).deletionDate).toBeDefined();
    expect((await own.listOrgMetadata({})).result.map(({ key }) => key)).not.toContain("once");
    expect((await calls.deleteOrganizationMetadata(ofOrg)).deletionDate).toBeUndefined();
  }
  await own.setUserMetadata({ id: userId, ...entry("once", "1") });
  expect((await users.deleteUserMetadata({ userId, keys })).deletionDate).toBeDefined();
  expect((await users.deleteUserMetadata({ userId, keys })).deletionDate).toBeUndefined();
  const nobodys = users.deleteUserMetadata({ userId: "nobody", keys });
  expect((await refusal(nobodys)).code).toBe(Code.NotFound);
  expect((await refusal(own.removeOrgMetadata({ key: "once" }))).code).toBe(Code.NotFound);
  expect((await refusal(own.removeUserMetadata({ id: userId, key: "once" }))).code).toBe(Code.NotFound);
});

test("a manager of one organization reaches metadata of no other", async () => {
  const { userId: manager } = await management(away).addMachineUser({ userName: "boss", name: "Boss" });
  await management(away).addOrgMember({ userId: manager, roles: ["ORG_OWNER"] });
  const { token } = await management(away).addPersonalAccessToken({ userId: manager });
  await own.setUserMetadata({ id: userId, ...entry("secret", "s") });
  await own.setOrgMetadata(entry("secret", "s"));
  const [foreign, foreignOrgs, foreignUsers] = [
    management(away, token),
    createClient(OrganizationService, tenant.transport(token)),
    createClient(UserService, tenant.transport(token)),
  ];
  await foreign.setOrgMetadata(entry("mine", "m"));
  const codes = await Promise.all(
    [
      foreign.getUserMetadata({ id: userId, key: "secret" }),
      foreign.bulkSetUserMetadata({ id: userId, metadata: [entry("a", "b")] }),
      foreignOrgs.listOrganizationMetadata({ organizationId: home }),
      foreignOrgs.setOrganizationMetadata({ organizationId: home, metadata: [entry("a", "b")] }),
      foreignUsers.deleteUserMetadata({ userId, keys: ["secret"] }),
      foreignUsers.listUserMetadata({ userId }),
    ].map(async (call) => (await refusal(call)).code),
  );
  expect(codes).toEqual(codes.map(() => Code.NotFound));
  expect((await foreign.listOrgMetadata({})).result.map(({ key }) => key)).toEqual(["mine"]);
});

test("a bulk is all or nothing, its bounds are kept, and unknown owners are not found", async () => {
  const big = new Uint8Array(500_001);
  const tooBig = own.bulkSetOrgMetadata({ metadata: [entry("fits", "1"), { key: "big", value: big }] });
  expect((await refusal(tooBig)).code).toBe(Code.InvalidArgument);
  await own.setOrgMetadata(entry("there", "1"));
  const half = own.bulkRemoveOrgMetadata({ keys: ["there", "missing"] });
  expect((await refusal(half)).rawMessage).toContain("META-Rm0nf");
  const keys = (await own.listOrgMetadata({})).result.map(({ key }) => key);
  expect(keys).toContain("there");
  expect(keys).not.toContain("fits");
  const nobody = own.setUserMetadata({ id: "nobody", ...entry("a", "b") });
  expect((await refusal(nobody)).code).toBe(Code.NotFound);
  const nowhere = orgs.setOrganizationMetadata({ organizationId: "nowhere", metadata: [entry("a", "b")] });
  expect((await refusal(nowhere)).rawMessage).toContain("META-Or0nf");
  const many = Array.from({ length: 300 }, (_, n) => entry(`many-${n}`, "1"));
  await users.setUserMetadata({ userId, metadata: many });
  const listed = await users.listUserMetadata({
    userId,
    filters: [{ filter: { case: "keyFilter", ...startsWith("many-") } }],
  });
  expect(listed.pagination?.totalResult).toBe(300n);
  const tooMany = Array.from({ length: 1_001 }, (_, n) => entry(`more-${n}`, "1"));
  expect((await refusal(users.setUserMetadata({ userId, metadata: tooMany }))).rawMessage).toContain(
    "Metadata: value must contain no more than 1000",
  );
  const gone = users.deleteUserMetadata({ userId, keys: tooMany.map(({ key }) => key) });
  expect((await refusal(gone)).rawMessage).toContain("META-Mn1ny");
});
