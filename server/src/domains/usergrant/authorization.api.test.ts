/** Authorizations in the later generations, and what the first one has beside them. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import {
  type AuthorizationsSearchFilter,
  State,
} from "#contract/zitadel/authorization/v2/authorization_pb.ts";
import { AuthorizationService } from "#contract/zitadel/authorization/v2/authorization_service_pb.ts";
import { AuthorizationService as BetaService } from "#contract/zitadel/authorization/v2beta/authorization_service_pb.ts";
import { TextFilterMethod } from "#contract/zitadel/filter/v2/filter_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createProject, ProjectGrant } from "#src/domains/project/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { toldRefusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let v2: Client<typeof AuthorizationService>;
let beta: Client<typeof BetaService>;
let management: Client<typeof ManagementService>;
/** Owns the project "Shop", which "Guests" has by a grant with one of its two roles. */
let home: string;
let guests: string;
let shop: string;
let other: string;

beforeAll(async () => {
  tenant = await createTenant();
  const ctx = tenant.ctx();
  home = tenant.created.orgId;
  guests = (await createOrg(ctx, "Guests")).aggregateId;
  shop = (await createProject(ctx, { orgId: home, name: "Shop" })).aggregateId;
  other = (await createProject(ctx, { orgId: home, name: "Other" })).aggregateId;
  const transport = tenant.transport(tenant.ownerToken);
  v2 = createClient(AuthorizationService, transport);
  beta = createClient(BetaService, transport);
  management = createClient(ManagementService, transport);
  const roles = ["buyer", "seller"].map((key) => ({ key, displayName: key.toUpperCase(), group: "trade" }));
  await management.bulkAddProjectRoles({ projectId: shop, roles });
  await tenant.store.execute(ctx, [ref(ProjectGrant, shop, "g1")], () => [
    [{ type: "project.grant.added", payload: { grantId: "g1", grantedOrgId: guests, roleKeys: ["buyer"] } }],
  ]);
});
afterAll(() => tenant.close());

const addUser = async (name: string, orgId = home): Promise<string> =>
  (await createMachine(tenant.ctx(), { orgId, userName: name, name })).aggregateId;
async function manager(name: string, owner: MemberOwner, role: string, orgId = home) {
  const userId = await addUser(name, orgId);
  await tenant.store.execute(tenant.ctx(), [memberRef(owner, userId)], () => [
    addMember(owner, userId, [role])(undefined),
  ]);
  const { token } = await addPat(tenant.ctx(), userId, undefined);
  return { userId, transport: tenant.transport(token) };
}
type Filter = { filter: AuthorizationsSearchFilter["filter"] };
const found = async (client: Client<typeof AuthorizationService>, ...filters: readonly Filter[]) => {
  // A message's type and unknown fields are optional in requests.
  const { authorizations, pagination } = await client.listAuthorizations({ filters: filters as never });
  expect(Number(pagination?.totalResult)).toBe(authorizations.length);
  return authorizations.map(({ id }) => id).sort();
};

test("an authorization is read as it was written, in both generations", async () => {
  const userId = await addUser("reader");
  const { id } = await v2.createAuthorization({
    userId,
    projectId: shop,
    organizationId: home,
    roleKeys: ["seller"],
  });
  const filters = [{ filter: { case: "authorizationIds" as const, value: { ids: [id] } } }];
  const [authorization] = (await v2.listAuthorizations({ filters })).authorizations;
  expect(authorization).toMatchObject({
    id,
    state: State.ACTIVE,
    project: { id: shop, name: "Shop", organizationId: home },
    organization: { id: home, name: "Home" },
    user: { id: userId, preferredLoginName: "reader", displayName: "reader", organizationId: home },
    roles: [{ key: "seller", displayName: "SELLER", group: "trade" }],
  });
  const [older] = (await beta.listAuthorizations({ filters })).authorizations;
  expect(older).toMatchObject({ id, projectId: shop, projectOrganizationId: home, roles: ["seller"] });
  expect(older?.projectGrantId).toBeUndefined();
});

test("an organization gives roles through the grant it has, and only those", async () => {
  const userId = await addUser("guest", guests);
  const wanted = { userId, projectId: shop, organizationId: guests };
  expect(await toldRefusal(v2.createAuthorization({ ...wanted, roleKeys: ["seller"] }))).toBe(
    "FailedPrecondition COMMAND-mm9F4",
  );
  const { id } = await v2.createAuthorization({ ...wanted, roleKeys: ["buyer"] });
  const filters = [{ filter: { case: "authorizationIds" as const, value: { ids: [id] } } }];
  const [older] = (await beta.listAuthorizations({ filters })).authorizations;
  expect(older).toMatchObject({
    projectGrantId: "g1",
    grantedOrganizationId: guests,
    organizationId: guests,
  });
  expect(await toldRefusal(v2.createAuthorization({ ...wanted, projectId: other, roleKeys: [] }))).toBe(
    "NotFound USERGRANT-Gr1nf",
  );
});

test("v2beta takes the project's organization when none is named", async () => {
  const { id } = await beta.createAuthorization({
    userId: await addUser("anywhere"),
    projectId: shop,
    roleKeys: [],
  });
  expect(await found(v2, { filter: { case: "authorizationIds", value: { ids: [id] } as never } })).toEqual([
    id,
  ]);
  const nowhere = beta.createAuthorization({ userId: "nobody", projectId: "nowhere", roleKeys: [] });
  expect(await toldRefusal(nowhere)).toBe("NotFound QUERY-WP728");
});

test("later generations say yes to what is so already; the first one does not", async () => {
  const userId = await addUser("again");
  const { id } = await v2.createAuthorization({
    userId,
    projectId: shop,
    organizationId: home,
    roleKeys: ["buyer"],
  });
  const changed = async () => (await v2.updateAuthorization({ id, roleKeys: ["buyer"] })).changeDate;
  expect(await changed()).toEqual(await changed());
  for (const call of ["deactivateAuthorization", "activateAuthorization"] as const) {
    const first = await v2[call]({ id });
    expect(await v2[call]({ id })).toEqual(first);
  }
  expect(await toldRefusal(management.reactivateUserGrant({ userId, grantId: id }))).toMatch(
    /^FailedPrecondition/,
  );
  expect((await v2.deleteAuthorization({ id })).deletionDate).toBeDefined();
  expect((await v2.deleteAuthorization({ id })).deletionDate).toBeUndefined();
  for (const call of ["deactivateAuthorization", "activateAuthorization"] as const)
    expect(await toldRefusal(v2[call]({ id }))).toBe("NotFound USERGRANT-Id1nf");
});

test("every filter finds what fits, and the total says how many", async () => {
  const club = (await createProject(tenant.ctx(), { orgId: home, name: "Club%House" })).aggregateId;
  await management.bulkAddProjectRoles({ projectId: club, roles: [{ key: "chair", displayName: "Chair" }] });
  const [ann, bob] = [await addUser("ann-club"), await addUser("bob-club", guests)];
  const give = async (userId: string, roleKeys: string[]) =>
    (await v2.createAuthorization({ userId, projectId: club, organizationId: home, roleKeys })).id;
  const [a, b] = [await give(ann, ["chair"]), await give(bob, [])];
  await v2.deactivateAuthorization({ id: b });
  const { EQUALS, STARTS_WITH, CONTAINS } = TextFilterMethod;
  const inClub = { filter: { case: "projectId", value: { id: club } } } as never;
  const cases: readonly (readonly [object, readonly string[]])[] = [
    [{ case: "inUserIds", value: { ids: [ann, "x"] } }, [a]],
    [{ case: "state", value: { state: State.INACTIVE } }, [b]],
    [{ case: "state", value: { state: State.ACTIVE } }, [a]],
    [{ case: "organizationId", value: { id: home } }, [a, b]],
    [{ case: "organizationId", value: { id: guests } }, []],
    [{ case: "userOrganizationId", value: { id: guests } }, [b]],
    [{ case: "userPreferredLoginName", value: { loginName: "ann-club", method: EQUALS } }, [a]],
    [{ case: "userDisplayName", value: { displayName: "bob", method: STARTS_WITH } }, [b]],
    [{ case: "projectName", value: { name: "b%H", method: CONTAINS } }, [a, b]],
    [{ case: "projectName", value: { name: "b_H", method: CONTAINS } }, []],
    [{ case: "roleKey", value: { key: "hai", method: CONTAINS } }, [a]],
    [{ case: "projectGrantId", value: { id: "g1" } }, []],
  ];
  for (const [filter, ids] of cases)
    expect(await found(v2, inClub, { filter } as never), JSON.stringify(filter)).toEqual([...ids].sort());
  const user = { filter: { case: "userId" as const, value: { id: bob } } };
  expect((await beta.listAuthorizations({ filters: [user] })).authorizations.map(({ id }) => id)).toEqual([
    b,
  ]);
  expect(await toldRefusal(v2.listAuthorizations({ filters: [{}] }))).toMatch(/^InvalidArgument/);
});

test("pages are exact, in the order that was asked for", async () => {
  const many = (await createProject(tenant.ctx(), { orgId: home, name: "Many" })).aggregateId;
  const users = await Promise.all([1, 2, 3, 4, 5].map((n) => addUser(`page-${n}`)));
  for (const userId of users)
    await v2.createAuthorization({ userId, projectId: many, organizationId: home, roleKeys: [] });
  const filters = [{ filter: { case: "projectId" as const, value: { id: many } } }];
  for (const sortingColumn of [0, 1, 2, 3, 4, 5, 6, 7] as const) {
    const page = async (offset: bigint) =>
      v2.listAuthorizations({ filters, sortingColumn, pagination: { offset, limit: 2, asc: true } });
    const pages = [await page(0n), await page(2n), await page(4n)];
    expect(pages.map(({ pagination }) => Number(pagination?.totalResult))).toEqual([5, 5, 5]);
    expect(new Set(pages.flatMap(({ authorizations }) => authorizations.map(({ id }) => id))).size).toBe(5);
  }
});

test("everyone sees their own and what they may read, and totals count nothing else", async () => {
  const project: MemberOwner = { kind: "project", id: shop };
  const owner = await manager("shop-owner", project, "PROJECT_OWNER");
  const viewer = await manager("shop-viewer", project, "PROJECT_OWNER_VIEWER");
  const grantOwner = await manager(
    "grant-owner",
    { kind: "project_grant", projectId: shop, grantId: "g1" },
    "PROJECT_GRANT_OWNER",
    guests,
  );
  const guestOwner = await manager("guest-owner", { kind: "org", id: guests }, "ORG_OWNER", guests);
  const nobody = await manager("nobody", { kind: "org", id: home }, "ORG_SETTINGS_MANAGER");
  const mine = await v2.createAuthorization({
    userId: nobody.userId,
    projectId: other,
    organizationId: home,
    roleKeys: [],
  });
  const theirs = await v2.createAuthorization({
    userId: grantOwner.userId,
    projectId: shop,
    organizationId: guests,
    roleKeys: ["buyer"],
  });
  const seenBy = async ({ transport }: { transport: Parameters<typeof createClient>[1] }) => {
    const client = createClient(AuthorizationService, transport);
    const { authorizations, pagination } = await client.listAuthorizations({});
    expect(Number(pagination?.totalResult)).toBe(authorizations.length);
    return authorizations;
  };
  expect((await seenBy(nobody)).map(({ id }) => id)).toEqual([mine.id]);
  for (const who of [owner, viewer])
    expect(new Set((await seenBy(who)).map((one) => one.project?.id))).toEqual(new Set([shop]));
  for (const who of [grantOwner, guestOwner]) {
    const seen = await seenBy(who);
    expect(new Set(seen.map((one) => one.organization?.id))).toEqual(new Set([guests]));
    expect(seen.map(({ id }) => id)).toContain(theirs.id);
  }
});

test("a manager of one project or grant gives roles of that one, a viewer none", async () => {
  const client = async (name: string, owner: MemberOwner, role: string, orgId = home) =>
    createClient(AuthorizationService, (await manager(name, owner, role, orgId)).transport);
  const owner = await client("po", { kind: "project", id: shop }, "PROJECT_OWNER");
  const viewer = await client("pov", { kind: "project", id: shop }, "PROJECT_OWNER_VIEWER");
  const grant: MemberOwner = { kind: "project_grant", projectId: shop, grantId: "g1" };
  const grantOwner = await client("pgo", grant, "PROJECT_GRANT_OWNER", guests);
  const grantViewer = await client("pgv", grant, "PROJECT_GRANT_OWNER_VIEWER", guests);
  const guestOwner = await client("goo", { kind: "org", id: guests }, "ORG_OWNER", guests);
  const cases = [
    [owner, shop, home, "allowed"],
    [owner, other, home, "PermissionDenied AUTH-Swrgg2"],
    [owner, shop, guests, "NotFound AUTHZ-cdgFk"],
    [viewer, shop, home, "PermissionDenied AUTH-AWfge"],
    [grantOwner, shop, guests, "allowed"],
    [grantOwner, shop, home, "PermissionDenied AUTH-Swrgg2"],
    [grantViewer, shop, guests, "PermissionDenied AUTH-AWfge"],
    [guestOwner, shop, guests, "allowed"],
    [guestOwner, shop, home, "NotFound AUTHZ-cdgFk"],
  ] as const;
  for (const [n, [who, projectId, organizationId, outcome]] of cases.entries()) {
    const userId = await addUser(`given-${n}`);
    const call = who.createAuthorization({ userId, projectId, organizationId, roleKeys: [] });
    expect(outcome === "allowed" ? (await call).id : await toldRefusal(call), `case ${n}`).toMatch(
      outcome === "allowed" ? /^\d+$/ : outcome,
    );
  }
});

test("several grants are removed at once, all or none, and none of another organization", async () => {
  const ids = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const request = {
        userId: await addUser(`bulk-${n}`),
        projectId: shop,
        organizationId: home,
        roleKeys: [],
      };
      return (await v2.createAuthorization(request)).id;
    }),
  );
  const foreign = await v2.createAuthorization({
    userId: await addUser("bulk-f"),
    projectId: shop,
    organizationId: guests,
    roleKeys: [],
  });
  for (const more of [foreign.id, "not-there"])
    expect(await toldRefusal(management.bulkRemoveUserGrant({ grantId: [...ids, more] }))).toBe(
      "NotFound USERGRANT-Bu2nf",
    );
  const among = { filter: { case: "authorizationIds", value: { ids } } } as never;
  expect(await found(v2, among)).toEqual([...ids].sort());
  const narrow = await manager("bulk-owner", { kind: "project", id: other }, "PROJECT_OWNER");
  const narrowed = createClient(ManagementService, narrow.transport);
  expect(await toldRefusal(narrowed.bulkRemoveUserGrant({ grantId: ids }))).toBe(
    "PermissionDenied AUTH-Swrgg2",
  );
  await management.bulkRemoveUserGrant({ grantId: [...ids, ids[0] ?? ""] });
  expect(await found(v2, among)).toEqual([]);
  expect(await toldRefusal(management.bulkRemoveUserGrant({ grantId: [] }))).toBe(
    "InvalidArgument USERGRANT-Bu1ct",
  );
});

test("withGranted shows an organization what others gave on its projects", async () => {
  const owner = await manager("home-owner", { kind: "org", id: home }, "ORG_OWNER");
  const client = createClient(ManagementService, owner.transport);
  const given = await v2.createAuthorization({
    userId: await addUser("wg"),
    projectId: shop,
    organizationId: guests,
    roleKeys: [],
  });
  const ids = async (...queries: readonly object[]) =>
    (await client.listUserGrants({ queries: queries as never })).result.map(({ id }) => id);
  expect(await ids()).not.toContain(given.id);
  expect(await ids({ query: { case: "withGrantedQuery", value: { withGranted: true } } })).toContain(
    given.id,
  );
});

test("users list their own grants, with the roles that are still there", async () => {
  const { userId, transport } = await manager("mine", { kind: "org", id: home }, "ORG_USER_SELF_MANAGER");
  const auth = createClient(AuthService, transport);
  expect((await auth.listMyUserGrants({})).result).toEqual([]);
  const project = (await createProject(tenant.ctx(), { orgId: home, name: "Mine" })).aggregateId;
  await management.bulkAddProjectRoles({
    projectId: project,
    roles: ["a", "b"].map((key) => ({ key, displayName: key })),
  });
  await v2.createAuthorization({ userId, projectId: project, organizationId: home, roleKeys: ["a", "b"] });
  await management.removeProjectRole({ projectId: project, roleKey: "b" });
  const { result, details } = await auth.listMyUserGrants({});
  expect(Number(details?.totalResult)).toBe(1);
  expect(result[0]).toMatchObject({
    userId,
    projectId: project,
    projectName: "Mine",
    orgName: "Home",
    roleKeys: ["a"],
    userType: 2,
    state: 1,
  });
});

test("roles on the product's own project are told to who calls without a client", async () => {
  const { userId, transport } = await manager(
    "permitted",
    { kind: "org", id: home },
    "ORG_USER_SELF_MANAGER",
  );
  const auth = createClient(AuthService, transport);
  expect((await auth.listMyProjectPermissions({})).result).toEqual([]);
  const { projectId } = tenant.created;
  await management.bulkAddProjectRoles({ projectId, roles: [{ key: "tester", displayName: "Tester" }] });
  await v2.createAuthorization({ userId, projectId, organizationId: home, roleKeys: ["tester"] });
  expect((await auth.listMyProjectPermissions({})).result).toEqual(["tester"]);
});
