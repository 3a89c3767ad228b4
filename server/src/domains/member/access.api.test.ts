/** Who gets in where, by the annotations of the contract: the rules of the context organization. */

import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createProject, ProjectGrant } from "#src/domains/project/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import table from "#src/platform/authz/role-permissions.json" with { type: "json" };
import { ref } from "#src/platform/eventstore/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
/** Owns "Shop", "Other" and thirty more; "Guests" has the shop by a grant. */
let home: string;
let guests: string;
let shop: string;
let other: string;
const homeDomain = "house.tenant.test";

beforeAll(async () => {
  tenant = await createTenant();
  const ctx = tenant.ctx();
  home = (await createOrg(ctx, "House")).aggregateId;
  guests = (await createOrg(ctx, "Guests")).aggregateId;
  shop = (await createProject(ctx, { orgId: home, name: "Shop" })).aggregateId;
  other = (await createProject(ctx, { orgId: home, name: "Other" })).aggregateId;
  await Promise.all(Array.from({ length: 30 }, (_, n) => createProject(ctx, { orgId: home, name: `P${n}` })));
  await tenant.store.execute(ctx, [ref(ProjectGrant, shop, "g1")], () => [
    [{ type: "project.grant.added", payload: { grantId: "g1", grantedOrgId: guests, roleKeys: [] } }],
  ]);
});
afterAll(() => tenant.close());

/** Someone who holds these roles, in the organization where they live. */
async function someone(name: string, orgId: string, ...held: readonly (readonly [MemberOwner, string])[]) {
  const ctx = tenant.ctx();
  const { aggregateId: userId } = await createMachine(ctx, { orgId, userName: name, name });
  for (const [owner, role] of held)
    await tenant.store.execute(ctx, [memberRef(owner, userId)], () => [
      addMember(owner, userId, [role])(undefined),
    ]);
  const { token } = await addPat(ctx, userId, undefined);
  const transport = (org?: string) =>
    tenant.transport(token, org === undefined ? {} : { "x-zitadel-orgid": org });
  return {
    userId,
    management: (org?: string) => createClient(ManagementService, transport(org)),
    auth: (org?: string) => createClient(AuthService, transport(org)),
    admin: () => createClient(AdminService, transport()),
    projects: () => createClient(ProjectService, transport()),
  };
}
const ofOrg = (id: string): MemberOwner => ({ kind: "org", id });
const ofProject = (id: string): MemberOwner => ({ kind: "project", id });
const grant = (): MemberOwner => ({ kind: "project_grant", projectId: shop, grantId: "g1" });

test("the context organization is named by id or by verified domain, else it is one's own", async () => {
  const owner = await someone("by-domain", home, [ofOrg(home), "ORG_OWNER"]);
  const orgId = async (named?: string) => (await owner.management(named).getMyOrg({})).org?.id;
  expect([
    await orgId(),
    await orgId(home),
    await orgId(homeDomain),
    await orgId(homeDomain.toUpperCase()),
  ]).toEqual([home, home, home, home]);
  expect(await outcome(orgId("nowhere"))).toBe("PermissionDenied AUTH-Bs7Ds");
  expect(await outcome(orgId("nowhere.example"))).toBe("PermissionDenied AUTH-Bs7Ds");
  expect(await outcome(orgId(guests))).toBe("NotFound AUTHZ-cdgFk");
});

test("each membership opens its own things, and the refusal says how far one came", async () => {
  const nobody = await someone("nobody", home);
  const orgOwner = await someone("org-owner", home, [ofOrg(home), "ORG_OWNER"]);
  const projectOwner = await someone("project-owner", home, [ofProject(shop), "PROJECT_OWNER"]);
  const projectViewer = await someone("project-viewer", home, [ofProject(shop), "PROJECT_OWNER_VIEWER"]);
  const grantOwner = await someone("grant-owner", guests, [grant(), "PROJECT_GRANT_OWNER"]);
  const creator = await someone("creator", home, [ofOrg(home), "ORG_PROJECT_CREATOR"]);
  const iam = await someone("iam", guests, [
    { kind: "instance", id: tenant.created.instanceId },
    "IAM_OWNER",
  ]);
  const [none, no, narrow] = [
    "NotFound AUTHZ-cdgFk",
    "PermissionDenied AUTH-5mWD2",
    "PermissionDenied AUTH-3jknH",
  ];
  type Who = typeof nobody;
  const read = (who: Who, id: string, org?: string) => who.management(org).getProjectByID({ id });
  const rename = (who: Who, id: string) =>
    who.management(home).updateProject({ id, name: `${id} ${who.userId}` });
  const cases: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ["nobody reads", () => read(nobody, shop), none],
    ["nobody reads in a foreign organization", () => read(nobody, shop, guests), none],
    ["ORG_OWNER reads", () => read(orgOwner, shop), "allowed"],
    ["ORG_OWNER writes", () => rename(orgOwner, other), "allowed"],
    ["ORG_OWNER in a foreign organization", () => read(orgOwner, shop, guests), none],
    ["ORG_OWNER at the instance", () => orgOwner.admin().listOrgs({}), no],
    ["PROJECT_OWNER reads its own", () => read(projectOwner, shop), "allowed"],
    ["PROJECT_OWNER writes its own", () => rename(projectOwner, shop), "allowed"],
    ["PROJECT_OWNER reads another", () => read(projectOwner, other), narrow],
    ["PROJECT_OWNER writes another", () => rename(projectOwner, other), narrow],
    ["PROJECT_OWNER reads the organization", () => projectOwner.management().getMyOrg({}), no],
    ["PROJECT_OWNER_VIEWER reads its own", () => read(projectViewer, shop), "allowed"],
    ["PROJECT_OWNER_VIEWER writes its own", () => rename(projectViewer, shop), no],
    ["PROJECT_OWNER_VIEWER reads another", () => read(projectViewer, other), narrow],
    ["PROJECT_GRANT_OWNER reads the project by its own id", () => read(grantOwner, shop, home), narrow],
    [
      "PROJECT_GRANT_OWNER sees members of the grant",
      () => grantOwner.management().listProjectGrantMembers({ projectId: shop, grantId: "g1" }),
      "allowed",
    ],
    ["PROJECT_GRANT_OWNER writes the project", () => rename(grantOwner, shop), no],
    ["ORG_PROJECT_CREATOR reads what it does not manage", () => read(creator, shop), narrow],
    ["ORG_PROJECT_CREATOR creates", () => creator.management().addProject({ name: "Created" }), "allowed"],
    ["IAM_OWNER anywhere", () => read(iam, shop, home), "allowed"],
    ["IAM_OWNER at the instance", () => iam.admin().listOrgs({}), "allowed"],
  ];
  for (const [what, call, wanted] of cases) expect(await outcome(call()), what).toBe(wanted);
});

test("lists show what may be read, with exact pages and totals", async () => {
  const creator = await someone("l-creator", home, [ofOrg(home), "ORG_PROJECT_CREATOR"]);
  const projectViewer = await someone("l-viewer", home, [ofProject(shop), "PROJECT_OWNER_VIEWER"]);
  const two = await someone(
    "l-two",
    home,
    [ofProject(shop), "PROJECT_OWNER"],
    [ofProject(other), "PROJECT_OWNER_VIEWER"],
  );
  const orgOwner = await someone("l-owner", home, [ofOrg(home), "ORG_OWNER_VIEWER"]);
  const nobody = await someone("l-nobody", home);
  const total = Number((await orgOwner.management().listProjects({})).details?.totalResult);
  expect(total).toBeGreaterThanOrEqual(32);
  for (const [who, wanted] of [
    [creator, 0],
    [projectViewer, 1],
    [two, 2],
    [orgOwner, total],
  ] as const) {
    const page = await who.management().listProjects({ query: { offset: 1n, limit: 10, asc: true } });
    expect(Number(page.details?.totalResult)).toBe(wanted);
    expect(page.result).toHaveLength(Math.max(0, Math.min(10, wanted - 1)));
    const later = await who.projects().listProjects({ pagination: { offset: 1n, limit: 10 } });
    expect([Number(later.pagination?.totalResult), later.projects.length]).toEqual([
      wanted,
      page.result.length,
    ]);
  }
  expect(await outcome(nobody.management().listProjects({}))).toBe("NotFound AUTHZ-cdgFk");
});

test("one's own permissions are those in the context organization, narrowed ones with what they are about", async () => {
  const several = await someone(
    "several",
    home,
    [ofOrg(home), "ORG_PROJECT_CREATOR"],
    [ofProject(shop), "PROJECT_OWNER_VIEWER"],
    [grant(), "PROJECT_GRANT_OWNER"],
  );
  const of = async (org?: string) =>
    [...(await several.auth(org).listMyZitadelPermissions({})).result].sort();
  const narrowed = (names: readonly string[], id: string) => names.map((name) => `${name}:${id}`);
  const granted = narrowed(table.PROJECT_GRANT_OWNER, "g1");
  expect(await of()).toEqual(
    [...table.ORG_PROJECT_CREATOR, ...narrowed(table.PROJECT_OWNER_VIEWER, shop), ...granted].sort(),
  );
  expect(await of(guests)).toEqual([...granted].sort());
  expect(await of(tenant.created.orgId)).toEqual([]);
  const nobody = await someone("p-nobody", home);
  expect((await nobody.auth().listMyZitadelPermissions({})).result).toEqual([]);
  const owner = createClient(AuthService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": guests }));
  expect(new Set((await owner.listMyZitadelPermissions({})).result)).toEqual(new Set(table.IAM_OWNER));
});

test("whoever may give roles gives any made for the thing, and no other", async () => {
  const orgOwner = await someone("giver", home, [ofOrg(home), "ORG_OWNER"]);
  const projectOwner = await someone("p-giver", home, [ofProject(shop), "PROJECT_OWNER"]);
  const { userId } = await someone("taker", home);
  const refused = "InvalidArgument MEMBER-R0les";
  for (const [role, wanted] of [
    ["IAM_OWNER", refused],
    ["SYSTEM_OWNER", refused],
    ["PROJECT_OWNER", refused],
    ["NO_SUCH_ROLE", refused],
    ["ORG_OWNER", "allowed"],
  ] as const)
    expect(await outcome(orgOwner.management().addOrgMember({ userId, roles: [role] })), role).toBe(wanted);
  for (const [role, wanted] of [
    ["ORG_OWNER", refused],
    ["PROJECT_GRANT_OWNER", refused],
    ["PROJECT_OWNER", "allowed"],
  ] as const) {
    const call = projectOwner.management().addProjectMember({ projectId: shop, userId, roles: [role] });
    expect(await outcome(call), role).toBe(wanted);
  }
  const elsewhere = projectOwner
    .management()
    .addProjectMember({ projectId: other, userId, roles: ["PROJECT_OWNER"] });
  expect(await outcome(elsewhere)).toBe("PermissionDenied AUTH-3jknH");
  expect(await outcome(projectOwner.management().addOrgMember({ userId, roles: ["ORG_OWNER"] }))).toBe(
    "PermissionDenied AUTH-5mWD2",
  );
});

test("without any role everyone may look after themselves, and after nobody else", async () => {
  const nobody = await someone("self", home);
  const auth = nobody.auth();
  for (const [what, call] of Object.entries({
    user: () => auth.getMyUser({}),
    name: () => auth.updateMyUserName({ userName: "self-renamed" }),
    grants: () => auth.listMyUserGrants({}),
    memberships: () => auth.listMyMemberships({}),
    permissions: () => auth.listMyProjectPermissions({}),
    organizations: () => auth.listMyProjectOrgs({}),
  }))
    expect(await outcome(call()), what).toBe("allowed");
  // The own account goes over the user service; here it takes a role.
  expect(await outcome(auth.removeMyUser({}))).toMatch(/^(NotFound AUTHZ-cdgFk|Unimplemented)/);
  expect(await outcome(nobody.management().getUserByID({ id: nobody.userId }))).toBe("NotFound AUTHZ-cdgFk");
});

test("the owner of a project finds among the users nobody but themselves", async () => {
  const owner = await someone("project-owner-alone", home, [ofProject(shop), "PROJECT_OWNER"]);
  await someone("beside-the-project-owner", home);
  const { result, details } = await owner.management(home).listUsers({});
  expect([result.map(({ id }) => id), details?.totalResult]).toEqual([[owner.userId], 1n]);
});
