/**
 * Managers in delegation: administrative permissions for a user of a different organization, where the organizations
 * depend on each other. A vendor owns the project and grants it to customers, each of which has a manager of its own.
 */
import {
  createAuthClient,
  createManagementClient,
  createServiceAccountInterceptor,
} from "@zitadel/node/dist/api/index.js";
import { ServiceAccount } from "@zitadel/node/dist/credentials/service-account.js";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PlainBrowser } from "./plain-browser.ts";
import { type Server, startServer } from "./server.ts";
import {
  apiScope,
  type Calls,
  callsOf,
  discover,
  human,
  login,
  redirectUri,
  refusal,
  refusals,
  rolesScope,
} from "./story.ts";
import { addApplication, addPerson } from "./world.ts";

interface Customer {
  readonly orgId: string;
  readonly domain: string;
  readonly adminId: string;
}

let server: Server;
/** The application by which managers sign in. */
let desk: client.Configuration;
/** Holds IAM_OWNER. */
let operator: Calls;
/** The vendor's service user, who sets up everything that is the vendor's. */
let vendor: ReturnType<typeof createManagementClient>;
let vendorOrg: string;
let vendorUser: string;
let acme: Customer;
let beta: Customer;

const in_ = (orgId: string): Calls => callsOf(server, server.pat, orgId);
const tokenOf = async (loginName: string): Promise<string> =>
  (await login(desk, loginName, apiScope)).accessToken;

/** A customer with one user, who manages nothing yet. */
async function newCustomer(name: string, adminName: string): Promise<Customer> {
  const { organizationId: orgId } = await operator.organizations.addOrganization({ name });
  const there = in_(orgId);
  const { userId: adminId } = await there.users.addHumanUser(human(adminName, adminName, orgId));
  const { org } = await there.management.getMyOrg({});
  return { orgId, adminId, domain: org?.primaryDomain ?? "" };
}

beforeAll(async () => {
  server = await startServer();
  desk = await discover(server, await addApplication(server, { redirectUri, method: "BASIC" }));
  operator = callsOf(server, server.pat);
});
afterAll(async () => server?.stop());

test("there are an organization of the project owner and two customer organizations", async () => {
  ({ organizationId: vendorOrg } = await operator.organizations.addOrganization({ name: "Vendor" }));
  const { management } = in_(vendorOrg);
  ({ userId: vendorUser } = await management.addMachineUser({ userName: "set-up", name: "Set-up" }));
  await management.addOrgMember({ userId: vendorUser, roles: ["ORG_OWNER"] });
  const { keyDetails } = await management.addMachineKey({ userId: vendorUser, type: 1 });
  const account = ServiceAccount.fromJsonString(Buffer.from(keyDetails).toString("utf8"));
  const byKey = createServiceAccountInterceptor(server.origin, account, { apiAccess: true });
  vendor = createManagementClient(server.origin, byKey);
  const { result } = await createAuthClient(server.origin, byKey).listMyMemberships({});
  expect(result.map(({ orgId, roles }) => [orgId, roles])).toEqual([[vendorOrg, ["ORG_OWNER"]]]);
  acme = await newCustomer("Acme", "carla");
  beta = await newCustomer("Beta", "bernd");
});

let projectId: string;
let app: client.Configuration;
const grants: Record<string, string> = {};
test("the project is set up once and granted to the customers, each with roles of its own", async () => {
  ({ id: projectId } = await vendor.addProject({
    name: "Portal",
    projectRoleAssertion: true,
    projectRoleCheck: true,
    hasProjectCheck: true,
    privateLabelingSetting: 2,
  }));
  for (const roleKey of ["buyer", "seller", "auditor"])
    await vendor.addProjectRole({ projectId, roleKey, displayName: roleKey });
  const { clientId, clientSecret } = await vendor.addOIDCApp({
    projectId,
    name: "Web",
    redirectUris: [redirectUri],
    responseTypes: [0],
    grantTypes: [0],
    idTokenRoleAssertion: true,
    devMode: true,
  });
  app = await discover(server, { projectId, appId: "", clientId, clientSecret });
  for (const [customer, roleKeys] of [
    [acme, ["buyer", "seller"]],
    [beta, ["buyer"]],
  ] as const)
    ({ grantId: grants[customer.orgId] } = await vendor.addProjectGrant({
      projectId,
      grantedOrgId: customer.orgId,
      roleKeys: [...roleKeys],
    }));
  const { result } = await vendor.listProjectGrants({ projectId });
  expect(result.map(({ grantedOrgName, grantedRoleKeys }) => [grantedOrgName, grantedRoleKeys])).toEqual(
    expect.arrayContaining([
      ["Acme", ["buyer", "seller"]],
      ["Beta", ["buyer"]],
    ]),
  );
});

let carla: Calls;
test("one administrative user of the customer is given the role ORG_OWNER", async () => {
  const before = callsOf(server, await tokenOf("carla"));
  expect(await refusal(before.management.listGrantedProjects({}))).toBe("NotFound AUTHZ-cdgFk");
  const { token } = await vendor.addPersonalAccessToken({ userId: vendorUser });
  const byVendor = callsOf(server, token, acme.orgId).management;
  const owner = { userId: acme.adminId, roles: ["ORG_OWNER"] };
  expect(await refusal(byVendor.addOrgMember(owner))).toBe("NotFound AUTHZ-cdgFk");
  await in_(acme.orgId).management.addOrgMember(owner);
  await in_(beta.orgId).management.addOrgMember({ ...owner, userId: beta.adminId });
  // The same token: what somebody may do is looked up, not carried.
  carla = before;
  const { result } = await carla.management.listGrantedProjects({});
  expect(result).toMatchObject([
    {
      projectId,
      projectName: "Portal",
      projectOwnerName: "Vendor",
      grantId: grants[acme.orgId],
      grantedRoleKeys: ["buyer", "seller"],
    },
  ]);
});

test("equipped with it she sets the security policy and branding of her organization, and may configure SSO", async () => {
  const { management, auth } = carla;
  await management.addCustomLoginPolicy({
    allowUsernamePassword: true,
    allowExternalIdp: true,
    passwordlessType: 1,
  });
  await management.addCustomLockoutPolicy({ maxPasswordAttempts: 3 });
  await management.addCustomPasswordComplexityPolicy({ minLength: 12n });
  await management.addCustomLabelPolicy({ primaryColor: "#227733" });
  await management.activateCustomLabelPolicy({});
  expect((await management.getLockoutPolicy({})).policy).toMatchObject({
    isDefault: false,
    maxPasswordAttempts: 3n,
  });
  expect((await auth.listMyZitadelPermissions({})).result).toContain("org.idp.write");
  const weak = {
    ...human("weak", "Weak", acme.orgId),
    passwordType: { case: "password", value: { password: "Short-1a" } },
  } as const;
  expect(await refusal(carla.users.addHumanUser(weak))).toBe("InvalidArgument COMMAND-HuJf6");

  const bernd = callsOf(server, await tokenOf("bernd")).management;
  expect((await bernd.getLockoutPolicy({})).policy?.isDefault).toBe(true);
  expect((await bernd.getLabelPolicy({})).policy?.isDefault).toBe(true);
});

test("her organization is selected by its domain: its branding is shown", async () => {
  const page = async (scope: string): Promise<string> => {
    const address = client.buildAuthorizationUrl(app, {
      redirect_uri: redirectUri,
      scope,
      code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
      code_challenge_method: "S256",
    });
    return (await new PlainBrowser().open(address)).html;
  };
  expect(await page(`openid urn:zitadel:iam:org:domain:primary:${acme.domain}`)).toContain("#227733");
  expect(await page(`openid urn:zitadel:iam:org:domain:primary:${beta.domain}`)).not.toContain("#227733");
});

let dan: Calls;
let bob: string;
test("she assigns project and manager roles to other users", async () => {
  const { management, users, authorizations, administrators } = carla;
  const person = async (name: string) => (await users.addHumanUser(human(name, name, acme.orgId))).userId;
  const danId = await person("dan");
  bob = await person("bob");
  await administrators.createAdministrator({
    userId: danId,
    resource: {
      resource: { case: "projectGrant", value: { projectId, projectGrantId: grants[acme.orgId] ?? "" } },
    },
    roles: ["PROJECT_GRANT_OWNER"],
  });
  const given = { userId: bob, projectId, organizationId: acme.orgId };
  await authorizations.createAuthorization({ ...given, roleKeys: ["buyer"] });
  expect(
    (await management.listUserGrants({})).result.map(({ userId, roleKeys }) => [userId, roleKeys]),
  ).toEqual([[bob, ["buyer"]]]);
  dan = callsOf(server, await tokenOf("dan"));
  await dan.management.addUserGrant({
    userId: acme.adminId,
    projectId,
    projectGrantId: grants[acme.orgId] ?? "",
    roleKeys: ["seller"],
  });
  expect(await refusal(dan.users.addHumanUser(human("dora", "Dora", acme.orgId)))).toBe(
    "PermissionDenied AUTH-5mWD2",
  );
});

test("nobody gives more than was granted, nor changes what is the vendor's", async () => {
  const { management, projects } = carla;
  const through = { userId: acme.adminId, projectId, projectGrantId: grants[acme.orgId] ?? "" };
  expect(await refusal(management.addUserGrant({ ...through, userId: bob, roleKeys: ["auditor"] }))).toBe(
    "FailedPrecondition COMMAND-mm9F4",
  );
  const mine = { projectId, grantId: grants[acme.orgId] ?? "" };
  expect(
    await refusals([
      management.updateProjectGrant({ ...mine, roleKeys: ["auditor"] }),
      management.removeProjectGrant(mine),
    ]),
  ).toEqual(new Set(["NotFound PROJECT-D8JxR"]));
  expect(await refusal(management.addProjectRole({ projectId, roleKey: "x", displayName: "x" }))).toBe(
    "NotFound QUERY-WP729",
  );
  expect(await refusal(projects.updateProject({ id: projectId, name: "Mine" }))).toBe("NotFound AUTHZ-cdgFk");
});

test("the organizations stay apart: each manager sees and reaches one's own", async () => {
  const names = async ({ organizations, users }: Calls) => ({
    orgs: (await organizations.listOrganizations({})).result.map(({ name }) => name),
    people: (await users.listUsers({})).result.map(({ username }) => username).toSorted(),
  });
  const berndToken = await tokenOf("bernd");
  expect(await names(carla)).toEqual({ orgs: ["Acme"], people: ["bob", "carla", "dan"] });
  expect(await names(callsOf(server, berndToken))).toEqual({ orgs: ["Beta"], people: ["bernd"] });
  for (const orgId of [acme.orgId, vendorOrg])
    expect(await refusal(callsOf(server, berndToken, orgId).management.listOrgMembers({}))).toBe(
      "NotFound AUTHZ-cdgFk",
    );
  expect(await refusal(vendor.getUserByID({ id: bob }))).toBe("NotFound QUERY-Dfbg3");
  const { result } = await vendor.listUserGrants({ queries: [{ withGrantedQuery: { withGranted: true } }] });
  expect(new Set(result.map(({ orgName, userId }) => `${orgName} ${userId}`))).toEqual(
    new Set([`Acme ${bob}`, `Acme ${acme.adminId}`]),
  );
});

/** What the login's page says to a user without a role, and to one whose organization was not granted the project. */
const noRole = "LOGIN-gR1q6";
const noGrant = "LOGIN-jR5q8";

const rolesIn = (claims: Readonly<Record<string, unknown>>) => claims["urn:zitadel:iam:org:project:roles"];

let bobs: string;
test("a user whom the customer authorized uses the granted project, with the customer's roles", async () => {
  const scope = `${rolesScope} urn:zitadel:iam:org:id:${acme.orgId}`;
  const { accessToken, claims } = await login(app, "bob", scope);
  bobs = accessToken;
  expect(claims).toMatchObject({
    sub: bob,
    "urn:zitadel:iam:org:project:roles": { buyer: { [acme.orgId]: acme.domain } },
    "urn:zitadel:iam:org:id": acme.orgId,
    "urn:zitadel:iam:user:resourceowner:id": acme.orgId,
    "urn:zitadel:iam:user:resourceowner:name": "Acme",
    "urn:zitadel:iam:user:resourceowner:primary_domain": acme.domain,
  });
  const info = await client.fetchUserInfo(app, accessToken, bob);
  const told = await client.tokenIntrospection(app, accessToken);
  expect([rolesIn(info), rolesIn(told)]).toEqual([rolesIn(claims), rolesIn(claims)]);
});

test("whoever was not authorized is not let in", async () => {
  await expect(login(app, "bernd", rolesScope)).rejects.toThrow(noRole);
  await expect(login(app, "dan", rolesScope)).rejects.toThrow(noRole);
  const { loginName } = await addPerson(server, "stranger");
  await expect(login(app, loginName, rolesScope)).rejects.toThrow(noGrant);
});

test("what the vendor takes back is gone at once, for that customer alone", async () => {
  const told = async () => rolesIn(await client.fetchUserInfo(app, bobs, bob));
  const bernd = callsOf(server, await tokenOf("bernd")).management;
  await bernd.addUserGrant({
    userId: beta.adminId,
    projectId,
    projectGrantId: grants[beta.orgId] ?? "",
    roleKeys: ["buyer"],
  });
  const mine = { projectId, grantId: grants[acme.orgId] ?? "" };
  await vendor.updateProjectGrant({ ...mine, roleKeys: ["seller"] });
  expect(await told()).toBeUndefined();
  expect(rolesIn((await login(app, "carla", rolesScope)).claims)).toEqual({
    seller: { [acme.orgId]: acme.domain },
  });
  await vendor.deactivateProjectGrant(mine);
  await expect(login(app, "carla", rolesScope)).rejects.toThrow(noGrant);
  expect(rolesIn((await login(app, "bernd", rolesScope)).claims)).toEqual({
    buyer: { [beta.orgId]: beta.domain },
  });
  const { result } = await carla.management.listGrantedProjects({});
  expect(result.map(({ state }) => state)).toEqual([2]);
});
