import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { domainPolicy, effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { OrgDomain } from "#src/domains/org/index.ts";
import { User } from "#src/domains/user/index.ts";
import { changePolicy, writePolicy } from "#src/kits/settings/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { setUpOrg } from "./commands.ts";
import { registerOrg } from "./registration.ts";

let tenant: Tenant;
let orgs: Client<typeof OrganizationService>;
beforeAll(async () => {
  tenant = await createTenant();
  orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
});
afterAll(() => tenant.close());

const management = (orgId: string) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }));
const human = (email: string) => ({
  profile: { givenName: "Grace", familyName: "Hopper" },
  email: { email, verification: { case: "returnCode" as const, value: {} } },
  passwordType: { case: "password" as const, value: { password: "Password1!" } },
});

test("who adds an organization becomes its owner", async () => {
  const home = createClient(ManagementService, tenant.transport(tenant.ownerToken));
  const { id } = await home.addOrg({ name: "Mine" });
  const { result } = await management(id).listOrgMembers({});
  expect(result.map(({ userId, roles }) => [userId, roles])).toEqual([
    [tenant.created.machine?.userId, ["ORG_OWNER"]],
  ]);
});

test("an organization comes with a new person and an old user as managers, whose codes are returned", async () => {
  const robot = tenant.created.machine?.userId ?? "";
  const answer = await orgs.addOrganization({
    name: "Both",
    admins: [
      { userType: { case: "human", value: human("grace@both.test") }, roles: ["ORG_USER_MANAGER"] },
      { userType: { case: "userId", value: robot } },
    ],
  });
  expect(answer.createdAdmins).toHaveLength(1);
  expect(answer.createdAdmins[0]?.emailCode).toMatch(/^[0-9A-Z]{6}$/);
  const { result } = await management(answer.organizationId).listOrgMembers({});
  const roles = Object.fromEntries(result.map((member) => [member.userId, member.roles]));
  expect(roles).toEqual({
    [robot]: ["ORG_OWNER"],
    [answer.createdAdmins[0]?.userId ?? ""]: ["ORG_USER_MANAGER"],
  });
  expect(result.find(({ email }) => email === "grace@both.test")).toMatchObject({
    firstName: "Grace",
    displayName: "Grace Hopper",
    userResourceOwner: answer.organizationId,
    userType: 1,
  });
});

test("nothing is there when one of the managers cannot be", async () => {
  const call = orgs.addOrganization({
    name: "Half",
    admins: [
      { userType: { case: "human", value: human("half@half.test") } },
      { userType: { case: "userId", value: "nobody" } },
    ],
  });
  expect((await refusal(call)).code).toBe(Code.NotFound);
  const { result } = await orgs.listOrganizations({
    queries: [{ query: { case: "nameQuery", value: { name: "Half" } } }],
  });
  expect(result).toEqual([]);
  const crowd = Array.from({ length: 101 }, (_, n) => ({
    userType: { case: "userId" as const, value: `user-${n}` },
  }));
  const crowded = await refusal(orgs.addOrganization({ name: "Crowd", admins: crowd }));
  expect(crowded.rawMessage).toContain("ORGSETUP-Mn1ny");
});

test("the beta tells created and assigned managers apart", async () => {
  const beta = createClient(OrganizationServiceBeta, tenant.transport(tenant.ownerToken));
  const { organizationAdmins } = await beta.createOrganization({
    name: "Beta",
    admins: [
      { userType: { case: "human", value: human("beta@beta.test") } },
      { userType: { case: "userId", value: tenant.created.machine?.userId ?? "" } },
    ],
  });
  expect(organizationAdmins.map(({ OrganizationAdmin }) => OrganizationAdmin.case)).toEqual([
    "createdAdmin",
    "assignedAdmin",
  ]);
});

test("setting up an organization gives it the domain that was asked for", async () => {
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  const { orgId, userId } = await admin.setUpOrg({
    org: { name: "Domained", domain: "domained.example" },
    user: {
      case: "human",
      value: {
        userName: "linus",
        profile: { firstName: "Linus", lastName: "T" },
        email: { email: "linus@domained.example", isEmailVerified: true },
        password: "Password1!",
      },
    },
  });
  const { result } = await management(orgId).listOrgDomains({});
  expect(result.map(({ domainName }) => domainName).sort()).toEqual([
    "domained.example",
    "domained.tenant.test",
  ]);
  const { user } = await management(orgId).getUserByID({ id: userId });
  expect(user).toMatchObject({ userName: "linus", state: 1 });
});

test("whether its domain needs a proof is decided by the rules as they are when the organization comes to be", async () => {
  const rules = (validateOrgDomains: boolean) =>
    writePolicy(domainPolicy)(
      tenant.ctx(),
      { level: "instance", id: tenant.created.instanceId },
      changePolicy(domainPolicy, "instance", { validateOrgDomains }),
    );
  // A context of a request that has read the rules already.
  const ctx = tenant.ctx();
  expect(await effectiveDomainPolicy(ctx, "")).toMatchObject({ validateOrgDomains: false });
  await rules(true);
  const { org } = await setUpOrg(ctx, { name: "Late", domain: "late.example", owners: [] });
  await rules(false);
  const added = await tenant.store.get(OrgDomain, ctx.instanceId, org.aggregateId, "late.example");
  expect(added?.state.verified).toBe(false);
});

test("a manager of one organization cannot make another", async () => {
  const { organizationId } = await orgs.addOrganization({ name: "Narrow" });
  const { userId } = await management(organizationId).addMachineUser({ userName: "narrow", name: "N" });
  await management(organizationId).addOrgMember({ userId, roles: ["ORG_OWNER"] });
  const { token } = await management(organizationId).addPersonalAccessToken({ userId });
  const narrow = tenant.transport(token);
  const call = createClient(OrganizationService, narrow).addOrganization({ name: "Wide" });
  expect((await refusal(call)).code).toBe(Code.PermissionDenied);
  const auth = createClient(AuthService, narrow);
  const { result } = await auth.listMyMemberships({});
  expect(result.map(({ type, displayName }) => [type.case, displayName])).toEqual([["orgId", "Narrow"]]);
  expect((await auth.listMyProjectOrgs({})).result.map(({ id }) => id)).toEqual([organizationId]);
  expect((await auth.listMyZitadelPermissions({})).result).toContain("user.write");
});

const nameOf = async (userId: string) =>
  (await tenant.store.get(User, tenant.created.instanceId, userId))?.state.userName;

test("a new organization takes names under its domain from users elsewhere, and from a manager it names by a job", async () => {
  const home = management(tenant.created.orgId);
  const { userId } = await home.addMachineUser({ userName: "robot@claims.tenant.test", name: "R" });
  await orgs.addOrganization({ name: "Claims", admins: [] });
  expect(await nameOf(userId)).toBe(`${userId}@temporary.tenant.test`);
  const { userId: manager } = await home.addMachineUser({ userName: "boss@named.tenant.test", name: "B" });
  const { organizationId: orgId } = await orgs.addOrganization({
    name: "Named",
    admins: [{ userType: { case: "userId", value: manager } }],
  });
  expect(await nameOf(manager)).toBe("boss@named.tenant.test");
  const left = await tenant.database.query(sql`select payload from jobs where task = 'org.domain.claim'`);
  const domain = "named.tenant.test";
  expect(left).toEqual([{ payload: { orgId, domain, temporaryDomain: "temporary.tenant.test" } }]);
});

const registration = (name: string) => ({
  name,
  firstName: "Barbara",
  lastName: "Liskov",
  email: `barbara@${name.toLowerCase()}.test`,
  password: "Password1!",
});

test("anybody registers an organization and owns it, unless the instance says no", async () => {
  const { orgId, userId } = await registerOrg(tenant.ctx(), registration("Registered"));
  const { result } = await management(orgId).listOrgMembers({});
  expect(result.map((member) => [member.userId, member.roles])).toEqual([[userId, ["ORG_OWNER"]]]);
  const history = await tenant.store.events(tenant.created.instanceId, {
    aggregateIds: [userId],
    asc: true,
    limit: 9,
  });
  expect(history.map(({ type }) => type)).toEqual([
    "user.human.selfregistered",
    "user.human.email.code.added",
  ]);
  const again = registerOrg(tenant.ctx(), { ...registration("registered"), email: "other@other.test" });
  await expect(again).rejects.toMatchObject({ id: "ORG-Nq3vd" });
  await expect(
    registerOrg(tenant.ctx(), { ...registration("Weak"), password: "weak" }),
  ).rejects.toMatchObject({
    kind: "invalid_argument",
  });
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  await admin.setRestrictions({ disallowPublicOrgRegistration: true });
  await expect(registerOrg(tenant.ctx(), registration("Closed"))).rejects.toMatchObject({
    id: "ORGSETUP-Re9na",
  });
  await admin.setRestrictions({ disallowPublicOrgRegistration: false });
});

test("an address registers so many organizations and no more", async () => {
  const visitor = { ...tenant.ctx(), ip: "198.51.100.7" };
  const outcomes: string[] = [];
  for (let n = 0; n < 40 && !outcomes.includes("resource_exhausted"); n += 1)
    outcomes.push(
      await registerOrg(visitor, registration("")).then(
        () => "made",
        ({ kind }: { kind: string }) => kind,
      ),
    );
  expect(new Set(outcomes)).toEqual(new Set(["invalid_argument", "resource_exhausted"]));
  await registerOrg({ ...visitor, ip: "198.51.100.8" }, registration("Elsewhere"));
});

test("names at their limits, taken names and ids, and ids of what is gone", async () => {
  const longest = "n".repeat(200);
  const { organizationId: id } = await orgs.addOrganization({ name: longest, organizationId: "chosen-org" });
  expect(id).toBe("chosen-org");
  for (const [name, code] of [
    ["n".repeat(201), Code.InvalidArgument],
    ["   ", Code.InvalidArgument],
    ["???", Code.InvalidArgument],
    [` ${longest.toUpperCase()} `, Code.InvalidArgument],
    [longest.toUpperCase(), Code.AlreadyExists],
  ] as const)
    expect([name, (await refusal(orgs.addOrganization({ name }))).code]).toEqual([name, code]);
  const taken = await refusal(orgs.addOrganization({ name: "Other", organizationId: id }));
  expect(taken.code).toBe(Code.AlreadyExists);
  await orgs.deleteOrganization({ organizationId: id });
  const reused = await refusal(orgs.addOrganization({ name: "Other", organizationId: id }));
  expect(reused.rawMessage).toContain("ORGSETUP-Id6us");
  await orgs.addOrganization({ name: longest });
  const beta = createClient(OrganizationServiceBeta, tenant.transport(tenant.ownerToken));
  expect((await beta.createOrganization({ name: "Chosen", id: "chosen-beta" })).id).toBe("chosen-beta");
});
