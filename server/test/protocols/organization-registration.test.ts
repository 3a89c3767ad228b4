/**
 * Organization registration: who founds an organization owns it and administers it from then on, be it set up by an
 * operator together with its first manager, or by a user who was given the right to found one.
 */
import { createAccessTokenInterceptor, createAdminClient } from "@zitadel/node/dist/api/index.js";
import type * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "./server.ts";
import { apiScope, type Calls, callsOf, discover, human, login, redirectUri, refusal } from "./story.ts";
import { addApplication, addPerson, password } from "./world.ts";

let server: Server;
let desk: client.Configuration;
let operator: ReturnType<typeof createAdminClient>;

beforeAll(async () => {
  server = await startServer();
  desk = await discover(server, await addApplication(server, { redirectUri, method: "BASIC" }));
  operator = createAdminClient(server.origin, createAccessTokenInterceptor(server.pat));
});
afterAll(async () => server?.stop());

const tokenOf = async (loginName: string): Promise<string> =>
  (await login(desk, loginName, apiScope)).accessToken;

const newOwner = (userName: string, name: string, domain = "") => ({
  org: { name, domain },
  human: {
    userName,
    profile: { firstName: userName, lastName: "Founder" },
    email: { email: `${userName}@example.test`, isEmailVerified: true },
    password,
  },
});

let acme: { readonly orgId: string; readonly userId: string };
test("an operator sets an organization up together with its first manager", async () => {
  acme = await operator.setUpOrg(newOwner("ada", "Acme", "acme.example"));
  const { management } = callsOf(server, server.pat, acme.orgId);
  const { result } = await management.listOrgMembers({});
  expect(result.map(({ userId, roles }) => [userId, roles])).toEqual([[acme.userId, ["ORG_OWNER"]]]);
  const domains = (await management.listOrgDomains({})).result;
  expect(domains.map(({ domainName, isVerified }) => [domainName, isVerified])).toContainEqual([
    "acme.example",
    true,
  ]);
});

test("a name that is taken founds nothing, and leaves no user behind", async () => {
  expect(await refusal(operator.setUpOrg(newOwner("late", "ACME")))).toBe("AlreadyExists ORG-Nq3vd");
  const { users } = callsOf(server, server.pat);
  const found = async (userName: string) =>
    (await users.listUsers({ queries: [{ query: { case: "userNameQuery", value: { userName } } }] })).result;
  expect([(await found("ada")).length, (await found("late")).length]).toEqual([1, 0]);
});

test("the first manager chooses a password of her own, and administers her organization herself", async () => {
  const { accessToken } = await login(desk, "ada", apiScope, "Difference-Engine-2");
  const ada = callsOf(server, accessToken);
  const { userId } = await ada.users.addHumanUser(human("bob", "Bob", acme.orgId));
  await ada.management.addOrgMember({ userId, roles: ["ORG_USER_MANAGER"] });
  const bob = callsOf(server, (await login(desk, "bob", apiScope)).accessToken);
  const seen = (await bob.users.listUsers({})).result.map(({ username }) => username);
  expect(seen.toSorted()).toEqual(["ada", "bob"]);
  expect(await refusal(bob.management.addOrg({ name: "Bob's" }))).toBe("PermissionDenied AUTH-5mWD2");
});

let vera: { readonly id: string; readonly token: string; readonly calls: Calls };
test("a user founds no organization without the right to", async () => {
  const { id, loginName } = await addPerson(server, "vera");
  const token = await tokenOf(loginName);
  vera = { id, token, calls: callsOf(server, token) };
  expect(await refusal(vera.calls.management.addOrg({ name: "Vera's" }))).toBe("NotFound AUTHZ-cdgFk");
  const { management } = callsOf(server, server.pat);
  await management.addOrgMember({ userId: id, roles: ["SELF_MANAGEMENT_GLOBAL"] });
});

test("with it she founds one, owns that one, and administers no other", async () => {
  const { auth, management, organizations, users } = vera.calls;
  const { id: orgId } = await management.addOrg({ name: "Vera's" });
  const { result } = await auth.listMyMemberships({});
  expect(result.map(({ displayName, roles }) => [displayName, roles])).toContainEqual([
    "Vera's",
    ["ORG_OWNER"],
  ]);
  const { result: orgs } = await organizations.listOrganizations({});
  expect(orgs.map(({ name }) => name)).toEqual(["Vera's"]);

  const founded = callsOf(server, vera.token, orgId);
  const { userId } = await founded.users.addHumanUser(human("sam", "Sam", orgId));
  await founded.management.addOrgMember({ userId, roles: ["ORG_OWNER_VIEWER"] });
  expect(
    (await founded.management.listOrgMembers({})).result.map((member) => member.userId).toSorted(),
  ).toEqual([userId, vera.id].toSorted());
  expect(await refusal(users.addHumanUser(human("max", "Max")))).toBe("PermissionDenied AUTH-5mWD2");
  const acmes = callsOf(server, vera.token, acme.orgId).management;
  expect(await refusal(acmes.listOrgMembers({}))).toBe("NotFound AUTHZ-cdgFk");
});

test("an organization that is deactivated lets nobody of it in, one that is reactivated does again", async () => {
  const { management } = callsOf(server, server.pat, acme.orgId);
  await management.deactivateOrg({});
  await expect(login(desk, "bob", apiScope)).rejects.toThrow(
    /The organization of this account is not active\..* LOGIN-oA9t2/,
  );
  await management.reactivateOrg({});
  expect((await login(desk, "bob", apiScope)).claims).toMatchObject({ iss: server.origin });
});
