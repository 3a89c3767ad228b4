import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let orgs: Client<typeof OrganizationService>;
beforeAll(async () => {
  tenant = await createTenant();
  orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
});
afterAll(() => tenant.close());

const management = (orgId: string) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }));
const refusal = async (call: Promise<unknown>): Promise<ConnectError> => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason),
  );
  if (error === undefined) throw new Error("the call was not refused");
  return error;
};
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
