/** Managers of everything, over the later generations and what the first one has beside them. */

import type { DescMessage, MessageInitShape } from "@bufbuild/protobuf";
import { type Client, createClient, type Transport } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { TextFilterMethod, TimestampFilterMethod } from "#contract/zitadel/filter/v2/filter_pb.ts";
import { InternalPermissionService } from "#contract/zitadel/internal_permission/v2/internal_permission_service_pb.ts";
import type {
  AdministratorSearchFilterSchema,
  ResourceFilterSchema,
} from "#contract/zitadel/internal_permission/v2/query_pb.ts";
import { InternalPermissionService as BetaService } from "#contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createProject, ProjectGrant } from "#src/domains/project/index.ts";
import { addPat, createMachine } from "#src/domains/user/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

/** A message as a literal. */
type Literal<S extends DescMessage> = Exclude<MessageInitShape<S>, { readonly $typeName: string }>;
type Filter = NonNullable<Literal<typeof AdministratorSearchFilterSchema>["filter"]>;
type Resource = NonNullable<Literal<typeof ResourceFilterSchema>["resource"]>;

let tenant: Tenant;
let v2: Client<typeof InternalPermissionService>;
let beta: Client<typeof BetaService>;
/** Owns the projects "Shop" and "Other"; "Guests" has the shop by a grant. */
let home: string;
let guests: string;
let shop: string;
let other: string;

beforeAll(async () => {
  tenant = await createTenant();
  const ctx = tenant.ctx();
  home = (await createOrg(ctx, "House")).aggregateId;
  guests = (await createOrg(ctx, "Guests")).aggregateId;
  shop = (await createProject(ctx, { orgId: home, name: "Shop" })).aggregateId;
  other = (await createProject(ctx, { orgId: home, name: "Other" })).aggregateId;
  await tenant.store.execute(ctx, [ref(ProjectGrant, shop, "g1")], () => [
    [{ type: "project.grant.added", payload: { grantId: "g1", grantedOrgId: guests, roleKeys: [] } }],
  ]);
  const transport = tenant.transport(tenant.ownerToken);
  v2 = createClient(InternalPermissionService, transport);
  beta = createClient(BetaService, transport);
});
afterAll(() => tenant.close());

const addUser = async (name: string, orgId = home): Promise<string> =>
  (await createMachine(tenant.ctx(), { orgId, userName: name, name })).aggregateId;
const transportOf = async (userId: string, headers?: Record<string, string>): Promise<Transport> =>
  tenant.transport((await addPat(tenant.ctx(), userId, undefined)).token, headers);

const at = {
  instance: () => ({ resource: { case: "instance" as const, value: true } }),
  org: (id = home) => ({ resource: { case: "organizationId" as const, value: id } }),
  project: (id = shop) => ({ resource: { case: "projectId" as const, value: id } }),
  grant: () => ({
    resource: { case: "projectGrant" as const, value: { projectId: shop, organizationId: guests } },
  }),
};
type Place = keyof typeof at;

/** Someone new who holds that role there, made by the instance's owner. */
async function manager(name: string, place: Place, role: string, orgId = home) {
  const userId = await addUser(name, orgId);
  await v2.createAdministrator({ userId, resource: at[place](), roles: [role] });
  const transport = await transportOf(userId);
  return { userId, transport, v2: createClient(InternalPermissionService, transport) };
}

test.for([
  ["instance", "IAM_OWNER_VIEWER", "IAM_ORG_MANAGER", "ORG_OWNER"],
  ["org", "ORG_OWNER", "ORG_USER_MANAGER", "IAM_OWNER"],
  ["project", "PROJECT_OWNER", "PROJECT_OWNER_VIEWER", "PROJECT_GRANT_OWNER"],
  ["grant", "PROJECT_GRANT_OWNER", "PROJECT_GRANT_OWNER_VIEWER", "PROJECT_OWNER"],
] as const)("a manager of the %s comes, changes and goes", async ([place, role, next, foreign]) => {
  const userId = await addUser(`life-${place}`);
  const who = { userId, resource: at[place]() };
  const roles = async () => {
    const filters = [{ filter: { case: "inUserIdsFilter" as const, value: { ids: [userId] } } }];
    return (await v2.listAdministrators({ filters })).administrators.map((one) => one.roles);
  };
  expect(await outcome(v2.createAdministrator({ ...who, roles: [foreign] }))).toBe(
    "InvalidArgument MEMBER-R0les",
  );
  expect(await outcome(v2.createAdministrator({ ...who, roles: [] }))).toBe("InvalidArgument MEMBER-R0les");
  await v2.createAdministrator({ ...who, roles: [role] });
  expect(await roles()).toEqual([[role]]);
  expect(await outcome(v2.createAdministrator({ ...who, roles: [role] }))).toBe("AlreadyExists MEMBER-Ex1st");
  const changed = await v2.updateAdministrator({ ...who, roles: [next] });
  expect(await v2.updateAdministrator({ ...who, roles: [next] })).toEqual(changed);
  expect(await roles()).toEqual([[next]]);
  expect((await v2.deleteAdministrator(who)).deletionDate).toBeDefined();
  expect((await v2.deleteAdministrator(who)).deletionDate).toBeUndefined();
  expect(await roles()).toEqual([]);
  expect(await outcome(v2.updateAdministrator({ ...who, roles: [next] }))).toBe("NotFound MEMBER-Ch0nf");
});

test("what is not there has no administrators, and who is not there is none", async () => {
  const userId = await addUser("lonely");
  const cases = [
    [at.org("nowhere"), "NotFound QUERY-iTTGJ"],
    [at.project("nowhere"), "NotFound QUERY-WP728"],
    [
      { resource: { case: "projectGrant" as const, value: { projectId: other, organizationId: guests } } },
      "NotFound MEMBER-Gr1nf",
    ],
    [undefined, "InvalidArgument MEMBER-Re1no"],
  ] as const;
  for (const [resource, id] of cases)
    expect(
      await outcome(v2.createAdministrator({ userId, roles: ["X"], ...(resource && { resource }) })),
    ).toBe(id);
  const ghost = { userId: "ghost", resource: at.org(), roles: ["ORG_OWNER"] };
  expect(await outcome(v2.createAdministrator(ghost))).toBe("NotFound MEMBER-Us1nf");
});

test("v2beta names a project grant by its id or by its organization", async () => {
  for (const [n, name] of [{ projectGrantId: "g1" }, { organizationId: guests }].entries()) {
    const value = { projectId: shop, projectGrantId: "", organizationId: "", ...name };
    const resource = { resource: { case: "projectGrant" as const, value } };
    const userId = await addUser(`beta-${n}`);
    await beta.createAdministrator({ userId, resource, roles: ["PROJECT_GRANT_OWNER"] });
    const filters = [{ filter: { case: "inUserIdsFilter" as const, value: { ids: [userId] } } }];
    const { administrators } = await beta.listAdministrators({ filters });
    expect(administrators[0]?.resource).toMatchObject({
      case: "projectGrant",
      value: {
        id: "g1",
        projectId: shop,
        projectName: "Shop",
        organizationId: home,
        grantedOrganizationId: guests,
      },
    });
  }
});

test("every filter finds what fits, and the total says how many", async () => {
  const team = (await createOrg(tenant.ctx(), "Team")).aggregateId;
  const [ann, bob] = [await addUser("ann-admin", team), await addUser("bob-admin", guests)];
  await v2.createAdministrator({
    userId: ann,
    resource: at.org(team),
    roles: ["ORG_OWNER", "ORG_OWNER_VIEWER"],
  });
  await v2.createAdministrator({ userId: bob, resource: at.org(team), roles: ["ORG_USER_MANAGER"] });
  await v2.createAdministrator({ userId: ann, resource: at.grant(), roles: ["PROJECT_GRANT_OWNER"] });
  await v2.createAdministrator({ userId: bob, resource: at.project(), roles: ["PROJECT_OWNER"] });
  await v2.createAdministrator({ userId: bob, resource: at.instance(), roles: ["IAM_OWNER_VIEWER"] });
  const { EQUALS, ENDS_WITH } = TextFilterMethod;
  const past = { timestamp: { seconds: 1n, nanos: 0 }, method: TimestampFilterMethod.AFTER };
  const either = (...filters: readonly Filter[]): Filter => ({
    case: "or",
    value: { queries: filters.map((filter) => ({ filter })) },
  });
  const on = (resource: Resource): Filter => ({ case: "resource", value: { resource } });
  const cases: readonly (readonly [Filter, readonly string[]])[] = [
    [
      { case: "creationDate", value: past },
      ["ann grant", "ann org", "bob instance", "bob org", "bob project"],
    ],
    [{ case: "changeDate", value: { ...past, method: TimestampFilterMethod.BEFORE } }, []],
    [{ case: "userOrganizationId", value: { id: team } }, ["ann grant", "ann org"]],
    [
      { case: "userPreferredLoginName", value: { preferredLoginName: "ann-admin", method: EQUALS } },
      ["ann grant", "ann org"],
    ],
    [
      { case: "userDisplayName", value: { displayName: "b-admin", method: ENDS_WITH } },
      ["bob instance", "bob org", "bob project"],
    ],
    [{ case: "role", value: { roleKey: "ORG_OWNER_VIEWER" } }, ["ann org"]],
    [on({ case: "instance", value: true }), ["bob instance"]],
    [on({ case: "organizationId", value: team }), ["ann org", "bob org"]],
    [on({ case: "projectId", value: shop }), ["bob project"]],
    [on({ case: "projectGrant", value: { projectId: shop, organizationId: guests } }), ["ann grant"]],
    [
      either({ case: "role", value: { roleKey: "PROJECT_OWNER" } }, on({ case: "instance", value: true })),
      ["bob instance", "bob project"],
    ],
    [
      { case: "not", value: { query: { filter: { case: "userOrganizationId", value: { id: team } } } } },
      ["bob instance", "bob org", "bob project"],
    ],
  ];
  const names: Readonly<Record<string, string>> = { [ann]: "ann", [bob]: "bob" };
  const short = { organization: "org", projectGrant: "grant" } as Readonly<Record<string, string>>;
  const us: Filter = { case: "inUserIdsFilter", value: { ids: [ann, bob] } };
  for (const [filter, wanted] of cases) {
    const { administrators, pagination } = await v2.listAdministrators({
      filters: [{ filter: us }, { filter }],
    });
    const found = administrators.map(
      ({ user, resource }) => `${names[user?.id ?? ""]} ${short[resource.case ?? ""] ?? resource.case}`,
    );
    expect(
      found.sort(),
      JSON.stringify(filter, (_key, value) => (typeof value === "bigint" ? `${value}` : value)),
    ).toEqual(wanted);
    expect(Number(pagination?.totalResult)).toBe(wanted.length);
  }
  expect(await outcome(v2.listAdministrators({ filters: [{}] }))).toMatch(/^InvalidArgument/);
});

test("pages over all kinds are exact, in the order that was asked for", async () => {
  const filter = {
    filter: {
      case: "userPreferredLoginName" as const,
      value: { preferredLoginName: "page-", method: TextFilterMethod.STARTS_WITH },
    },
  };
  for (const [n, place] of (["org", "project", "grant", "instance", "org"] as const).entries()) {
    const role = {
      org: "ORG_OWNER",
      project: "PROJECT_OWNER",
      grant: "PROJECT_GRANT_OWNER",
      instance: "IAM_OWNER_VIEWER",
    }[place];
    await manager(`page-${n}`, place, role);
  }
  for (const sortingColumn of [0, 1, 2, 3] as const) {
    const page = (offset: bigint) =>
      v2.listAdministrators({
        filters: [filter],
        sortingColumn,
        pagination: { offset, limit: 2, asc: true },
      });
    const pages = [await page(0n), await page(2n), await page(4n), await page(6n)];
    expect(pages.map(({ pagination }) => Number(pagination?.totalResult))).toEqual([5, 5, 5, 5]);
    const users = pages.flatMap(({ administrators }) => administrators.map(({ user }) => user?.id));
    expect(users).toHaveLength(5);
    expect(new Set(users).size).toBe(5);
    if (sortingColumn === 1) expect(users).toEqual([...users].sort());
  }
});

test("who may manage members where, and what others are told", async () => {
  const iamOwner = await manager("m-iam", "instance", "IAM_OWNER");
  const orgManager = await manager("m-iom", "instance", "IAM_ORG_MANAGER");
  const orgOwner = await manager("m-org", "org", "ORG_OWNER");
  const orgViewer = await manager("m-orv", "org", "ORG_OWNER_VIEWER");
  const projectOwner = await manager("m-pro", "project", "PROJECT_OWNER");
  const projectViewer = await manager("m-prv", "project", "PROJECT_OWNER_VIEWER");
  const grantOwner = await manager("m-gro", "grant", "PROJECT_GRANT_OWNER", guests);
  const guestOwnerId = await addUser("m-goo", guests);
  await v2.createAdministrator({ userId: guestOwnerId, resource: at.org(guests), roles: ["ORG_OWNER"] });
  const guestOwner = { v2: createClient(InternalPermissionService, await transportOf(guestOwnerId)) };
  const stranger = { v2: createClient(InternalPermissionService, await transportOf(await addUser("m-str"))) };
  const role = {
    instance: "IAM_OWNER",
    org: "ORG_OWNER",
    project: "PROJECT_OWNER",
    grant: "PROJECT_GRANT_OWNER",
  };
  const [yes, no, narrow, none] = [
    "allowed",
    "PermissionDenied AUTH-AWfge",
    "PermissionDenied AUTH-Swrgg2",
    "NotFound AUTHZ-cdgFk",
  ];
  const cases: readonly (readonly [string, { v2: typeof v2 }, ...(string | undefined)[]])[] = [
    // at the instance, the organization, the project, another project, the grant
    ["IAM_OWNER", iamOwner, yes, yes, yes, yes, yes],
    ["IAM_ORG_MANAGER", orgManager, no, yes, yes, yes, yes],
    ["ORG_OWNER", orgOwner, none, yes, yes, yes, yes],
    ["ORG_OWNER_VIEWER", orgViewer, none, no, no, no, no],
    ["PROJECT_OWNER", projectOwner, none, no, yes, narrow, yes],
    ["PROJECT_OWNER_VIEWER", projectViewer, none, no, no, no, no],
    ["PROJECT_GRANT_OWNER", grantOwner, none, no, no, no, yes],
    ["ORG_OWNER of the granted", guestOwner, none, none, none, none, yes],
    ["nobody", stranger, none, none, none, none, none],
  ];
  for (const [name, who, ...wanted] of cases) {
    const userId = await addUser(`victim of ${name}`);
    const tries = [at.instance(), at.org(), at.project(), at.project(other), at.grant()];
    const roles = [role.instance, role.org, role.project, role.project, role.grant];
    const found: string[] = [];
    for (const [n, resource] of tries.entries()) {
      const added = await outcome(who.v2.createAdministrator({ userId, resource, roles: [roles[n] ?? ""] }));
      found.push(added);
      // Whoever may add may remove; all others may neither.
      const call = { userId, resource };
      expect(await outcome(who.v2.deleteAdministrator(call)), name).toBe(added);
    }
    expect(found, name).toEqual(wanted);
  }
});

test("lists show the members that their caller may read, and the caller", async () => {
  const people = {
    orgViewer: await manager("l-orv", "org", "ORG_OWNER_VIEWER"),
    projectViewer: await manager("l-prv", "project", "PROJECT_OWNER_VIEWER"),
    grantViewer: await manager("l-grv", "grant", "PROJECT_GRANT_OWNER_VIEWER", guests),
    settings: await manager("l-set", "org", "ORG_USER_SELF_MANAGER"),
  };
  const seenBy = async ({ v2: client }: { v2: typeof v2 }) => {
    const { administrators, pagination } = await client.listAdministrators({ pagination: { limit: 1000 } });
    expect(Number(pagination?.totalResult)).toBe(administrators.length);
    const ids = administrators.map(({ resource }) => {
      if (resource.case === "organization" && resource.value.id === guests) return "guests";
      if (resource.case === "project" && resource.value.id !== shop) return "another project";
      return resource.case;
    });
    return [...new Set(ids)].sort();
  };
  expect(await seenBy(people.orgViewer)).toEqual(["organization", "project", "projectGrant"]);
  expect(await seenBy(people.projectViewer)).toEqual(["project", "projectGrant"]);
  expect(await seenBy(people.grantViewer)).toEqual(["projectGrant"]);
  expect(await seenBy(people.settings)).toEqual(["organization"]);
  const own = await people.settings.v2.listAdministrators({});
  expect(own.administrators.map(({ user }) => user?.id)).toEqual([people.settings.userId]);
});

test("what is gone is nobody's to manage", async () => {
  const ctx = tenant.ctx();
  const gone = (await createOrg(ctx, "Soon gone")).aggregateId;
  const project = (await createProject(ctx, { orgId: gone, name: "Soon gone" })).aggregateId;
  const userId = await addUser("survivor");
  await v2.createAdministrator({ userId, resource: at.project(project), roles: ["PROJECT_OWNER"] });
  const filters = [{ filter: { case: "inUserIdsFilter" as const, value: { ids: [userId] } } }];
  expect((await v2.listAdministrators({ filters })).administrators).toHaveLength(1);
  const management = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": gone }),
  );
  await management.removeOrg({});
  expect((await v2.listAdministrators({ filters })).administrators).toEqual([]);
  expect((await createClient(AuthService, await transportOf(userId)).listMyMemberships({})).result).toEqual(
    [],
  );
});

test("the last owner may go, as with the original: the instance's managers remain", async () => {
  const org = (await createOrg(tenant.ctx(), "Ownerless")).aggregateId;
  const userId = await addUser("last", org);
  await v2.createAdministrator({ userId, resource: at.org(org), roles: ["ORG_OWNER"] });
  const self = createClient(InternalPermissionService, await transportOf(userId));
  expect((await self.deleteAdministrator({ userId, resource: at.org(org) })).deletionDate).toBeDefined();
  expect(
    await outcome(self.createAdministrator({ userId, resource: at.org(org), roles: ["ORG_OWNER"] })),
  ).toBe("NotFound AUTHZ-cdgFk");
  expect(await outcome(v2.createAdministrator({ userId, resource: at.org(org), roles: ["ORG_OWNER"] }))).toBe(
    "allowed",
  );
});

test("members of a grant are managed from both sides in the first generation, each in its own organization", async () => {
  const named = { projectId: shop, grantId: "g1" };
  const own = async (org: string) =>
    createClient(ManagementService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": org }));
  const userId = await addUser("both-sides");
  for (const org of [home, guests]) {
    const management = await own(org);
    await management.addProjectGrantMember({ ...named, userId, roles: ["PROJECT_GRANT_OWNER"] });
    const change = () =>
      management.updateProjectGrantMember({ ...named, userId, roles: ["PROJECT_GRANT_OWNER_VIEWER"] });
    await change();
    expect(await outcome(change())).toBe("FailedPrecondition MEMBER-Ch0nc");
    const queries = [{ query: { case: "userIdQuery" as const, value: { userId } } }];
    const { result } = await management.listProjectGrantMembers({ ...named, queries });
    expect(result.map(({ roles }) => roles)).toEqual([["PROJECT_GRANT_OWNER_VIEWER"]]);
    await management.removeProjectGrantMember({ ...named, userId });
    expect(await outcome(management.removeProjectGrantMember({ ...named, userId }))).toBe(
      "NotFound MEMBER-Rm0nf",
    );
  }
  const elsewhere = await own(tenant.created.orgId);
  expect(await outcome(elsewhere.listProjectGrantMembers(named))).toBe("NotFound MEMBER-Gr3nf");
  const { result } = await (await own(guests)).listProjectGrantMemberRoles({});
  expect(result).toEqual(["PROJECT_GRANT_OWNER", "PROJECT_GRANT_OWNER_VIEWER"]);
  const { transport } = await manager("narrow-grant", "project", "PROJECT_OWNER");
  expect(await outcome(createClient(ManagementService, transport).listProjectGrantMembers(named))).toBe(
    "allowed",
  );
});

test("memberships of a user are those around the organization that the caller may know of", async () => {
  const userId = await addUser("many-hats", guests);
  for (const [place, role] of [
    ["instance", "IAM_OWNER_VIEWER"],
    ["org", "ORG_OWNER"],
    ["project", "PROJECT_OWNER"],
    ["grant", "PROJECT_GRANT_OWNER"],
  ] as const)
    await v2.createAdministrator({ userId, resource: at[place](), roles: [role] });
  await v2.createAdministrator({ userId, resource: at.org(guests), roles: ["ORG_USER_MANAGER"] });
  const kinds = (result: readonly { type: { case?: string | undefined } }[]) =>
    result.map(({ type }) => type.case);
  const mine = createClient(AuthService, await transportOf(userId));
  const all = await mine.listMyMemberships({});
  expect(kinds(all.result)).toEqual(["iam", "orgId", "orgId", "projectId", "projectGrantId"]);
  expect(all.result.map(({ displayName }) => displayName).sort()).toEqual([
    "Guests",
    "House",
    "Shop",
    "Shop",
    "tenant.test",
  ]);
  const paged = await mine.listMyMemberships({ query: { offset: 1n, limit: 2, asc: true } });
  expect([kinds(paged.result), Number(paged.details?.totalResult)]).toEqual([["orgId", "orgId"], 5]);
  const only = [{ query: { case: "projectGrantQuery" as const, value: { projectGrantId: "g1" } } }];
  expect(kinds((await mine.listMyMemberships({ queries: only })).result)).toEqual(["projectGrantId"]);

  const asked = async (transport: Transport) =>
    kinds((await createClient(ManagementService, transport).listUserMemberships({ userId })).result);
  const owner = (org: string) => tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": org });
  expect(await asked(owner(home))).toEqual(["iam", "orgId", "projectId", "projectGrantId"]);
  expect(await asked(owner(guests))).toEqual(["iam", "orgId", "projectGrantId"]);
  expect(await asked((await manager("h-org", "org", "ORG_OWNER")).transport)).toEqual([
    "orgId",
    "projectId",
    "projectGrantId",
  ]);
  expect(await asked((await manager("h-pro", "project", "PROJECT_OWNER")).transport)).toEqual([
    "projectId",
    "projectGrantId",
  ]);
});
