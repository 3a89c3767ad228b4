/**
 * Managers in isolation: administrative permissions within a single organization. An owner gives others of the
 * organization elevated permissions to handle certain aspects, to people and to a service user.
 */
import {
  createAccessTokenInterceptor,
  createAuthClient,
  createManagementClient,
  createUserClient,
} from "@zitadel/node/dist/api/index.js";
import type * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
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
import { addApplication } from "./world.ts";

let server: Server;
/** The application by which managers sign in. */
let desk: client.Configuration;
/** Holds IAM_OWNER. */
let operator: Calls;
let acme: string;
let acmeDomain: string;
/** A stranger's organization on the same instance, and somebody in it. */
let globex: { readonly orgId: string; readonly userId: string };
const ids: Record<string, string> = {};

const idOf = (name: string): string => ids[name] ?? `nobody called ${name}`;
const signedIn = async (loginName: string): Promise<Calls> =>
  callsOf(server, (await login(desk, loginName, apiScope)).accessToken);
/** A person of Acme's, added by whoever calls. */
async function add(by: Calls, name: string): Promise<void> {
  ({ userId: ids[name] } = await by.users.addHumanUser(human(name, name, acme)));
}
const peopleSeenBy = async ({ users }: Calls): Promise<readonly string[]> =>
  (await users.listUsers({})).result.map(({ username }) => username).toSorted();
const projectsSeenBy = async ({ projects }: Calls): Promise<readonly string[]> =>
  (await projects.listProjects({})).projects.map(({ name }) => name).toSorted();

beforeAll(async () => {
  server = await startServer();
  desk = await discover(server, await addApplication(server, { redirectUri, method: "BASIC" }));
  operator = callsOf(server, server.pat);
});
afterAll(async () => server?.stop());

test("an operator sets up two organizations, each with an owner", async () => {
  const own = async (name: string, owner: string) => {
    const admins = [{ userType: { case: "human" as const, value: human(owner, owner) } }];
    const answer = await operator.organizations.addOrganization({ name, admins });
    return { orgId: answer.organizationId, userId: answer.createdAdmins[0]?.userId ?? "" };
  };
  ({ orgId: acme, userId: ids["olivia"] } = await own("Acme", "olivia"));
  globex = await own("Globex", "greta");
  const { org } = await callsOf(server, server.pat, acme).management.getMyOrg({});
  expect(org?.name).toBe("Acme");
  acmeDomain = org?.primaryDomain ?? "";
});

let olivia: Calls;
test("the owner finds the manager roles and what she may do herself", async () => {
  olivia = await signedIn("olivia");
  const { result } = await olivia.auth.listMyMemberships({});
  expect(result.map(({ type, roles }) => [type, roles])).toEqual([
    [{ case: "orgId", value: acme }, ["ORG_OWNER"]],
  ]);
  const { result: permissions } = await olivia.auth.listMyZitadelPermissions({});
  expect(permissions).toEqual(
    expect.arrayContaining(["org.member.write", "project.create", "user.grant.write"]),
  );
  expect(permissions.filter((one) => one.startsWith("iam."))).toEqual([]);
  const { result: roles } = await olivia.management.listOrgMemberRoles({});
  expect(roles).toEqual(expect.arrayContaining(["ORG_OWNER", "ORG_USER_MANAGER", "ORG_PROJECT_CREATOR"]));
  expect(roles.filter((role) => !role.startsWith("ORG_"))).toEqual([]);
});

let portal: string;
let ledger: string;
test("she adds people and projects, and assigns elevated permissions to two of them", async () => {
  for (const name of ["ursula", "paul", "eve"]) await add(olivia, name);
  ({ id: portal } = await olivia.management.addProject({ name: "Portal", projectRoleAssertion: true }));
  ({ id: ledger } = await olivia.management.addProject({ name: "Ledger" }));
  await olivia.management.addOrgMember({ userId: idOf("ursula"), roles: ["ORG_USER_MANAGER"] });
  await olivia.management.addProjectMember({
    projectId: portal,
    userId: idOf("paul"),
    roles: ["PROJECT_OWNER"],
  });
  const { result } = await olivia.management.listOrgMembers({});
  expect(Object.fromEntries(result.map(({ userId, roles }) => [userId, roles]))).toEqual({
    [idOf("olivia")]: ["ORG_OWNER"],
    [idOf("ursula")]: ["ORG_USER_MANAGER"],
  });
});

let paul: Calls;
let app: client.Configuration;
test("the PROJECT_OWNER handles the set-up of his project and its applications", async () => {
  paul = await signedIn("paul");
  await paul.management.addProjectRole({ projectId: portal, roleKey: "reader", displayName: "Reader" });
  await paul.management.addProjectRole({ projectId: portal, roleKey: "writer", displayName: "Writer" });
  const { clientId, clientSecret } = await paul.management.addOIDCApp({
    projectId: portal,
    name: "Web",
    redirectUris: [redirectUri],
    responseTypes: [0],
    grantTypes: [0],
    idTokenRoleAssertion: true,
    devMode: true,
  });
  app = await discover(server, { projectId: portal, appId: "", clientId, clientSecret });
  expect(await projectsSeenBy(paul)).toEqual(["Portal"]);
  expect(await projectsSeenBy(olivia)).toEqual(["Ledger", "Portal"]);
});

test("he handles nothing else: no other project, no users, no settings, no managers", async () => {
  const { management, users } = paul;
  const outside = [
    management.addProject({ name: "Mine" }),
    management.addOrgMember({ userId: idOf("paul"), roles: ["ORG_OWNER"] }),
    management.addCustomLockoutPolicy({ maxPasswordAttempts: 3 }),
    management.updateOrg({ name: "Paul's" }),
    users.addHumanUser(human("peter", "Peter", acme)),
  ];
  expect(await refusals(outside)).toEqual(new Set(["PermissionDenied AUTH-5mWD2"]));
  const role = { projectId: ledger, roleKey: "x", displayName: "x" };
  expect(await refusal(management.addProjectRole(role))).toBe("PermissionDenied AUTH-3jknH");
});

let ursula: Calls;
test("the ORG_USER_MANAGER assigns authorizations within this isolated organization", async () => {
  ursula = await signedIn("ursula");
  await add(ursula, "ned");
  expect(await peopleSeenBy(ursula)).toEqual(["eve", "ned", "olivia", "paul", "ursula"]);
  await ursula.management.addUserGrant({ userId: idOf("eve"), projectId: portal, roleKeys: ["reader"] });
  const { result } = await ursula.management.listUserGrants({});
  expect(result.map(({ userId, projectName, roleKeys }) => [userId, projectName, roleKeys])).toEqual([
    [idOf("eve"), "Portal", ["reader"]],
  ]);
});

test("she does not change projects and settings, nor give herself more than she was given", async () => {
  const { management, administrators } = ursula;
  const outside = [
    management.addProject({ name: "Mine" }),
    management.addProjectRole({ projectId: portal, roleKey: "x", displayName: "x" }),
    management.addCustomLockoutPolicy({ maxPasswordAttempts: 3 }),
    management.updateOrgMember({ userId: idOf("ursula"), roles: ["ORG_OWNER"] }),
    management.addProjectMember({ projectId: portal, userId: idOf("ursula"), roles: ["PROJECT_OWNER"] }),
  ];
  expect(await refusals(outside)).toEqual(new Set(["PermissionDenied AUTH-5mWD2"]));
  const more = administrators.updateAdministrator({
    userId: idOf("ursula"),
    resource: { resource: { case: "organizationId", value: acme } },
    roles: ["ORG_OWNER"],
  });
  expect(await refusal(more)).toBe("PermissionDenied AUTH-AWfge");
});

test("nobody of Acme manages, names or sees anything of another organization", async () => {
  for (const one of [olivia, ursula, paul]) {
    expect(await peopleSeenBy(one)).not.toContain("greta");
    expect(await refusal(one.users.getUserByID({ userId: globex.userId }))).toBe("NotFound AUTHZ-cdgFk");
  }
  const abroad = callsOf(server, (await login(desk, "olivia", apiScope)).accessToken, globex.orgId);
  expect(await refusal(abroad.management.listOrgMembers({}))).toBe("NotFound AUTHZ-cdgFk");
  expect(await refusal(olivia.admin.listOrgs({}))).toBe("PermissionDenied AUTH-5mWD2");
  const { result } = await olivia.organizations.listOrganizations({});
  expect(result.map(({ name }) => name)).toEqual(["Acme"]);
});

test("the authorized user is let in with the role, in the organization that gave it", async () => {
  const { accessToken, claims } = await login(app, "eve", rolesScope);
  const roles = { reader: { [acme]: acmeDomain } };
  expect(claims).toMatchObject({
    sub: idOf("eve"),
    "urn:zitadel:iam:org:project:roles": roles,
    [`urn:zitadel:iam:org:project:${portal}:roles`]: roles,
    "urn:zitadel:iam:user:resourceowner:id": acme,
    "urn:zitadel:iam:user:resourceowner:name": "Acme",
    "urn:zitadel:iam:user:resourceowner:primary_domain": acmeDomain,
  });
  expect(await refusal(callsOf(server, accessToken).auth.getMyUser({}))).toBe("Unauthenticated AUTH-7fs1e");
});

test("she is a user and no manager: her own is all she sees", async () => {
  const eve = await signedIn("eve");
  expect((await eve.auth.getMyUser({})).user?.id).toBe(idOf("eve"));
  expect(await peopleSeenBy(eve)).toEqual(["eve"]);
  expect(await refusal(eve.projects.listProjects({}))).toBe("NotFound AUTHZ-cdgFk");
  expect((await eve.auth.listMyMemberships({})).result).toEqual([]);
  expect(await refusal(eve.management.listOrgMembers({}))).toBe("NotFound AUTHZ-cdgFk");
});

test("a service user manages certain tasks programmatically", async () => {
  const { userId } = await olivia.management.addMachineUser({ userName: "onboarding", name: "Onboarding" });
  const { token } = await olivia.management.addPersonalAccessToken({ userId });
  const byToken = createAccessTokenInterceptor(token);
  const management = createManagementClient(server.origin, byToken);
  expect(await refusal(management.listOrgMembers({}))).toBe("NotFound AUTHZ-cdgFk");

  await olivia.management.addOrgMember({ userId, roles: ["ORG_USER_MANAGER"] });
  const { result } = await createAuthClient(server.origin, byToken).listMyMemberships({});
  expect(result.map(({ orgId, roles }) => [orgId, roles])).toEqual([[acme, ["ORG_USER_MANAGER"]]]);
  const { userId: nina } = await createUserClient(server.origin, byToken).addHumanUser({
    username: "nina",
    profile: { givenName: "Nina", familyName: "New" },
    email: { email: "nina@example.test", isVerified: true },
  });
  await management.addUserGrant({ userId: nina, projectId: portal, roleKeys: ["writer"] });
  const granted = await olivia.management.listUserGrants({
    queries: [{ query: { case: "userIdQuery", value: { userId: nina } } }],
  });
  expect(granted.result.map(({ roleKeys }) => roleKeys)).toEqual([["writer"]]);
  expect(await refusal(management.addProject({ name: "Robots" }))).toBe("PermissionDenied AUTH-5mWD2");
});

test("an operator assigns the same in the organization; what is withdrawn is refused at once", async () => {
  const there = callsOf(server, server.pat, acme).management;
  const ned = { userId: idOf("ned"), roles: ["ORG_OWNER_VIEWER"] };
  await there.addOrgMember(ned);
  const neds = await signedIn("ned");
  expect(await projectsSeenBy(neds)).toEqual(["Ledger", "Portal"]);
  await there.removeOrgMember({ userId: idOf("ned") });
  expect(await refusal(neds.projects.listProjects({}))).toBe("NotFound AUTHZ-cdgFk");

  await olivia.management.removeOrgMember({ userId: idOf("ursula") });
  const grant = ursula.management.addUserGrant({
    userId: idOf("ned"),
    projectId: portal,
    roleKeys: ["reader"],
  });
  expect(await refusal(grant)).toBe("NotFound AUTHZ-cdgFk");
});

test("the organization's history says who gave what", async () => {
  const { result } = await olivia.management.listOrgChanges({});
  const told = result.map(({ editorId, eventType }) => [editorId, eventType?.key]);
  expect(told).toContainEqual([idOf("olivia"), "EventTypes.org.member.added"]);
  expect(told).toContainEqual([idOf("olivia"), "EventTypes.org.member.removed"]);
  expect(told).toContainEqual([server.key.userId, "EventTypes.org.member.removed"]);
});
