/**
 * Lists just after an import, of which the database has no statistics yet: how many pages each statement touches. A join
 * that goes over one table for each row of another touches millions; nothing here takes the time.
 */
import { create } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  AuthorizationFieldName,
  AuthorizationsSearchFilterSchema,
} from "#contract/zitadel/authorization/v2/authorization_pb.ts";
import { AuthorizationService } from "#contract/zitadel/authorization/v2/authorization_service_pb.ts";
import { InternalPermissionService } from "#contract/zitadel/internal_permission/v2/internal_permission_service_pb.ts";
import { AdministratorSearchFilterSchema } from "#contract/zitadel/internal_permission/v2/query_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { User } from "#src/domains/user/index.ts";
import { hasRoleLike } from "#src/domains/usergrant/search.ts";
import { identifier, type Sql, sql } from "#src/platform/db/index.ts";
import { pagesOf, type Recorded, record } from "#test/harness/plans.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

const orgs = 80;
const users = orgs * 20;
const grants = users * 3;

/** Pages that a statement may touch for each row of the largest table. */
const pagesPerRow = 10;
/** What the organization "few" gave, and others gave on its project. */
const ofFew = 6;
/** Of so many sets of roles each grant has one. */
const roleSets = 40;
/** What another instance has that is gone. */
const othersGone = 20_000;

let tenant: Tenant;
let recorded: Recorded;

const common =
  "instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version";

/** As an import leaves them: `n` counts the rows; nobody has analyzed the table. */
async function fill(table: string, count: number, columns: string, values: Sql): Promise<void> {
  const { database, created } = tenant;
  await database.query(sql`alter table ${identifier(table)} set (autovacuum_enabled = off)`);
  const into: Sql = { text: `insert into ${table} (${common}, ${columns})`, values: [] };
  await database.query(
    sql`${into} select ${created.instanceId}, ${values} from generate_series(0, ${count - 1}::int) n`,
  );
}

beforeAll(async () => {
  tenant = await createTenant({
    watch(database) {
      recorded = record(database);
      return recorded.database;
    },
  });
  const time = sql`now() - n * interval '1 second', now()`;
  const user = sql`'{"kind":"human","userName":"u","status":"active","human":{"firstName":"","lastName":"","displayName":"d","email":"e"}}'::jsonb, 99`;
  const grant = sql`'{"userId":"u","projectId":"p","projectGrantId":"","roleKeys":["reader"],"active":true}'::jsonb, 99`;
  await fill(
    "orgs",
    orgs,
    "name, active, primary_domain",
    sql`'o' || n, '', 1, 'o' || n, ${time},
    '{"name":"o","active":true,"primaryDomain":"d"}'::jsonb, 99, 'Org ' || n, true, 'd'`,
  );
  await fill(
    "projects",
    orgs,
    "name, active",
    sql`'p' || n, '', 1, 'o' || n, ${time}, '{"name":"p","active":true}'::jsonb, 99, 'Project ' || n, true`,
  );
  await fill(
    "users",
    users,
    "user_name, scoped_to_org, kind, status, display_name",
    sql`'u' || n, '', 1, 'o' || n % ${orgs}::int, ${time},
    ${user}, 'user-' || n, false, 'human', 'active', 'Person ' || n`,
  );
  await fill(
    "user_grants",
    grants,
    "user_id, project_id, project_grant_id, role_keys, role_set, active",
    sql`'g' || n, '', 1, 'o' || n % ${orgs}::int, ${time},
    ${grant}, 'u' || n % ${users}::int, 'p' || n % ${orgs}::int, '', array['reader'], 'set' || n % ${roleSets}::int, true`,
  );
  const few = (one: string, other: string) => sql`case when n % 2 = 0 then ${one} else ${other} end`;
  await fill(
    "orgs",
    1,
    "name, active, primary_domain",
    sql`'few', '', 1, 'few', ${time}, '{"name":"few","active":true,"primaryDomain":"d"}'::jsonb, 99, 'Few', true, 'd'`,
  );
  await fill(
    "projects",
    1,
    "name, active",
    sql`'few', '', 1, 'few', ${time}, '{"name":"p","active":true}'::jsonb, 99, 'Few', true`,
  );
  await fill(
    "user_grants",
    ofFew,
    "user_id, project_id, project_grant_id, role_keys, role_set, active",
    sql`'f' || n, '', 1, ${few("few", "o2")}, ${time},
    ${grant}, 'u2', ${few("p2", "few")}, '', array['reader'], 'set0', true`,
  );
  await fill(
    "org_members",
    orgs * 4,
    "user_id, roles",
    sql`'o' || n % ${orgs}::int, 'u' || n, 1, 'o' || n % ${orgs}::int, ${time},
    '{"userId":"u","roles":["ORG_OWNER"]}'::jsonb, 99, 'u' || n, array['ORG_OWNER']`,
  );
  await tenant.database.query(sql`alter table gone set (autovacuum_enabled = off)`);
  await tenant.database.query(
    sql`insert into gone select 'another', 'user', 'u' || n, '' from generate_series(1, ${othersGone}::int) n`,
  );
});
afterAll(() => tenant.close());

const equals = 0;
const contains = 5;
const pagination = { limit: 10, asc: true };
const authorization = (filter: object) =>
  create(AuthorizationsSearchFilterSchema, { filter: filter as never });
const administrator = (filter: object) =>
  create(AdministratorSearchFilterSchema, { filter: filter as never });

/** Every list that looks at what its rows name. @returns how many rows each said there are */
async function askAll(): Promise<Readonly<Record<string, number>>> {
  const transport = tenant.transport(tenant.ownerToken);
  const authorizations = createClient(AuthorizationService, transport);
  const administrators = createClient(InternalPermissionService, transport);
  const found: Record<string, number> = {};
  const note = (name: string, total: bigint | undefined) => void (found[name] = Number(total ?? -1n));
  const name = { displayName: "person 7", method: contains };
  for (const filter of [
    { case: "projectId", value: { id: "p1" } },
    { case: "roleKey", value: { key: "reader", method: equals } },
    { case: "userOrganizationId", value: { id: "o1" } },
    { case: "userDisplayName", value: name },
    { case: "userPreferredLoginName", value: { loginName: "user-7", method: equals } },
    { case: "projectName", value: { name: "Project 1", method: contains } },
  ]) {
    const { pagination: page } = await authorizations.listAuthorizations({
      pagination,
      filters: [authorization(filter)],
    });
    note(filter.case, page?.totalResult);
  }
  for (const sortingColumn of [AuthorizationFieldName.UNSPECIFIED, AuthorizationFieldName.CREATED_DATE])
    note(
      "authorizations",
      (await authorizations.listAuthorizations({ pagination, sortingColumn })).pagination?.totalResult,
    );
  note("administrators", (await administrators.listAdministrators({ pagination })).pagination?.totalResult);
  const named = administrator({ case: "userDisplayName", value: name });
  note(
    "named",
    (await administrators.listAdministrators({ pagination, filters: [named] })).pagination?.totalResult,
  );
  note(
    "users",
    (await createClient(UserService, transport).listUsers({ query: { limit: 10 } })).details?.totalResult,
  );
  note(
    "projects",
    (await createClient(ProjectService, transport).listProjects({ pagination })).pagination?.totalResult,
  );
  const management = createClient(ManagementService, transport);
  note(
    "granted",
    (
      await management.listUserGrants({
        query: { limit: 10 },
        queries: [{ query: { case: "withGrantedQuery", value: { withGranted: true } } }],
      })
    ).details?.totalResult,
  );
  return found;
}

/** What the lists found, and the statements that touched too much. */
async function measured() {
  const from = recorded.sent.length;
  const found = await askAll();
  const searches = recorded.sent
    .slice(from)
    .filter(({ statement }) => /from (user_grants|users|projects|org_members) t/.test(statement.text));
  expect(searches.length).toBeGreaterThan(20);
  const touched: [number, string][] = [];
  for (const { statement } of searches)
    touched.push([await pagesOf(tenant.database, statement), statement.text]);
  return { found, tooMany: touched.filter(([pages]) => pages > grants * pagesPerRow) };
}

/** The pages that each of the statements touches that `work` sends and that read from `from`. */
async function pagesFrom(from: RegExp, work: () => Promise<unknown>): Promise<readonly number[]> {
  const before = recorded.sent.length;
  await work();
  const touched: number[] = [];
  for (const { statement } of recorded.sent.slice(before))
    if (from.test(statement.text)) touched.push(await pagesOf(tenant.database, statement));
  expect(touched.length).toBeGreaterThan(0);
  return touched;
}

test("what an organization gave and what others gave on its projects is found without reading the rest", async () => {
  const managed = createClient(
    ManagementService,
    tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": "few" }),
  );
  const list = async () => {
    const query = { case: "withGrantedQuery" as const, value: { withGranted: true } };
    const { details } = await managed.listUserGrants({ query: { limit: 100 }, queries: [{ query }] });
    expect(details?.totalResult).toBe(BigInt(ofFew));
  };
  for (const pages of await pagesFrom(/from user_grants t/, list)) expect(pages).toBeLessThan(30);
});

test("what lists ask before they search touches few pages, however much there is", async () => {
  const { store, created } = tenant;
  const hasGone = () => store.hasGone(created.instanceId);
  for (const pages of await pagesFrom(/from gone/, hasGone)) expect(pages).toBeLessThan(10);
  const tidied = () => store.tidied(User, created.instanceId, "u1");
  for (const pages of await pagesFrom(/delete from gone/, tidied)) expect(pages).toBeLessThan(10);
  const ofRole = () => hasRoleLike(tenant.ctx(), "reader", equals);
  for (const pages of await pagesFrom(/g\.role_set/, ofRole)) expect(pages).toBeLessThan(roleSets * 20);
});

test("no list goes over one table for each row of another, whatever the database believes about sizes", async () => {
  const { store, created, database } = tenant;
  expect(await store.hasGone(created.instanceId)).toBe(false);
  const before = await measured();
  expect(before.tooMany).toEqual([]);
  const all = before.found;
  expect(all).toMatchObject({
    authorizations: grants + ofFew,
    roleKey: grants + ofFew,
    projectId: 60,
    userOrganizationId: 60,
    userPreferredLoginName: 3,
  });

  await database.query(
    sql`insert into gone values (${created.instanceId}, 'org', 'o1', ''), (${created.instanceId}, 'user', 'u7', '')`,
  );
  await database.query(sql`delete from orgs where aggregate_id = 'o1'`);
  await database.query(sql`delete from users where aggregate_id = 'u7'`);
  const after = await measured();
  expect(after.tooMany).toEqual([]);
  const { administrators = 0, users: people = 0, projects = 0 } = all;
  expect(after.found).toMatchObject({
    // Without those of the organization's people, who have theirs in it, and of one person more.
    authorizations: grants + ofFew - 60 - 3,
    projectId: 0,
    userOrganizationId: 0,
    userPreferredLoginName: 0,
    administrators: administrators - 4 - 1,
    users: people - 20 - 1,
    projects: projects - 1,
  });
});
