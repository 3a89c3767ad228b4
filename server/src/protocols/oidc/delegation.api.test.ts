/** Roles from the project's own organization and from one that it was granted to, wherever claims are told. */
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createOidcApp } from "#src/domains/app/index.ts";
import { createOrg, Org } from "#src/domains/org/index.ts";
import { ProjectGrant, type ProjectGrantEvent, ProjectRole } from "#src/domains/project/index.ts";
import { createUserGrant } from "#src/domains/usergrant/index.ts";
import { paths } from "./paths.ts";
import { basic, exchange, type Fields, relyingParty } from "./relying-party.fixture.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let world: World;
let client: Awaited<ReturnType<typeof createOidcApp>>;
/** The customer, and what the vendor lent it. */
let orgId: string;
const grantId = "grant";
/** Role → organization → primary domain, as all claims of the test have it. */
let own: Readonly<Record<string, string>>;
let theirs: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await openWorld();
  const { projectId, userId, created } = world;
  const customer = await createOrg(world.ctx(), "Customer");
  orgId = customer.aggregateId;
  for (const key of ["seller", odd])
    await world.happen(ProjectRole, projectId, [{ type: "project.role.added", payload: { key } }], key);
  const roleKeys = ["buyer", "seller", odd];
  const payload = { grantId, grantedOrgId: orgId, roleKeys };
  await world.happen(ProjectGrant, projectId, [{ type: "project.grant.added", payload }], grantId);
  await createUserGrant(world.ctx(), orgId, { userId, projectId, projectGrantId: grantId, roleKeys });
  const domainOf = async (id: string) => (await world.ctx().config.row(Org, id))?.state.primaryDomain ?? "";
  own = { [created.orgId]: await domainOf(created.orgId) };
  theirs = { [orgId]: await domainOf(orgId) };
  client = await createOidcApp(
    world.ctx(),
    { projectId, name: "roles" },
    {
      redirectUris: [redirectUri],
      responseTypes: [0],
      grantTypes: [0, 2],
      authMethodType: 1,
      accessTokenType: 1,
      accessTokenRoleAssertion: true,
      idTokenRoleAssertion: true,
    },
  );
});
afterEach(() => expect(world.unexpected).toEqual([]));
afterAll(() => world.close());

const odd = `__proto__ "ä"/:{}`;
const allRoles = "urn:zitadel:iam:org:projects:roles";
const legacy = "urn:zitadel:iam:org:project:roles";

type Told = Readonly<Record<string, unknown>>;

const party = relyingParty(() => world);

async function post(path: string, fields: Fields, headers: Fields = {}): Promise<Told> {
  const { status, body } = await party.post(path, fields, headers);
  expect(status, path).toBe(200);
  return body;
}

const self = () => ({ client_id: client.clientId, client_secret: client.clientSecret });

/** Ada logs in to the client. */
async function logIn(scope: string): Promise<Told> {
  const { code } = await party.newCode(client.clientId, { scope });
  return post(paths.token, { ...self(), ...exchange(code) });
}

/** What an answer tells of roles, by claim. */
const rolesIn = (told: Told): Told =>
  Object.fromEntries(Object.entries(told).filter(([claim]) => claim.endsWith(":roles")));

/** What the token is told to allow at this moment. */
async function told(tokens: Told): Promise<readonly Told[]> {
  const token = String(tokens["access_token"]);
  return [
    rolesIn(await post(paths.userinfo, { access_token: token })),
    rolesIn(await post(paths.introspect, { token }, basic(world.clients.api))),
  ];
}

/** The two claims with the client's project in both. */
const claims = (roles: Readonly<Record<string, object>>) => {
  const both = Object.fromEntries(Object.entries(roles));
  return { [legacy]: both, [`urn:zitadel:iam:org:project:${world.projectId}:roles`]: both };
};
const whole = () => claims({ buyer: { ...own, ...theirs }, seller: theirs, [odd]: theirs });

test("ID token, JWT access token, userinfo and introspection tell the same roles, by organization", async () => {
  const tokens = await logIn(`openid ${allRoles}`);
  expect(Object.keys({ ...own, ...theirs })).toHaveLength(2);
  expect(rolesIn(decodeJwt(String(tokens["id_token"])))).toEqual(whole());
  expect(rolesIn(decodeJwt(String(tokens["access_token"])))).toEqual(whole());
  expect(await told(tokens)).toEqual([whole(), whole()]);
});

test("a scope for one organization gives what that one gave, a scope for one role that role", async () => {
  const byOrg = await logIn(`openid ${allRoles} urn:zitadel:iam:org:roles:id:${world.created.orgId}`);
  expect(rolesIn(decodeJwt(String(byOrg["id_token"])))).toEqual(claims({ buyer: own }));
  const byRole = await logIn("openid urn:zitadel:iam:org:project:role:seller");
  expect(rolesIn(decodeJwt(String(byRole["id_token"])))).toEqual(claims({ seller: theirs }));
  expect(rolesIn(decodeJwt(String((await logIn("openid"))["id_token"])))).toEqual({});
});

test("what the vendor takes away is told no more from its answer on, by tokens issued before either", async () => {
  const tokens = await logIn(`openid offline_access ${allRoles}`);
  const { projectId, happen } = world;
  const payload = { grantId };
  const lent = (event: ProjectGrantEvent) => happen(ProjectGrant, projectId, [event], grantId);

  await lent({ type: "project.grant.deactivated", payload });
  expect(await told(tokens)).toEqual([claims({ buyer: own }), claims({ buyer: own })]);
  await lent({ type: "project.grant.reactivated", payload });
  expect(await told(tokens)).toEqual([whole(), whole()]);

  await lent({ type: "project.grant.changed", payload: { grantId, roleKeys: ["buyer", "seller"] } });
  const lesser = claims({ buyer: { ...own, ...theirs }, seller: theirs });
  expect(await told(tokens)).toEqual([lesser, lesser]);

  await happen(
    ProjectRole,
    projectId,
    [{ type: "project.role.removed", payload: { key: "seller" } }],
    "seller",
  );
  const least = claims({ buyer: { ...own, ...theirs } });
  expect(await told(tokens)).toEqual([least, least]);

  await happen(Org, orgId, [{ type: "org.deactivated", payload: null }]);
  expect(await told(tokens)).toEqual([claims({ buyer: own }), claims({ buyer: own })]);
  await happen(Org, orgId, [{ type: "org.reactivated", payload: null }]);

  await lent({ type: "project.grant.removed", payload });
  expect(await told(tokens)).toEqual([claims({ buyer: own }), claims({ buyer: own })]);
  const fields = { ...self(), grant_type: "refresh_token", refresh_token: String(tokens["refresh_token"]) };
  const refreshed = await post(paths.token, fields);
  expect(rolesIn(decodeJwt(String(refreshed["access_token"])))).toEqual(claims({ buyer: own }));
});
