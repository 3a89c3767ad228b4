/** Searches of large instances must not become scans: what PostgreSQL would do for each, with a table worth an index. */
import { create } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TextQueryMethod } from "#contract/zitadel/object/v2/object_pb.ts";
import { SearchQuerySchema } from "#contract/zitadel/user/v2/query_pb.ts";
import { search } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { pagesOf, plansOf, type Recorded, record } from "#test/harness/plans.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { preferredLoginNameIs } from "./published-queries.ts";
import { searchUsers, userConditions, userSort } from "./search.ts";
import { User } from "./state.ts";

const users = 4_000;
const few = 20;
let tenant: Tenant;
let recorded: Recorded;
beforeAll(async () => {
  tenant = await createTenant({
    watch(database) {
      recorded = record(database);
      return recorded.database;
    },
  });
  await tenant.database.query(sql`
    insert into users (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version,
      user_name, scoped_to_org, kind, status, first_name, last_name, nick_name, display_name, email, phone)
    select 'plans', n::text, '', 1, 'o' || n % 2, now() + n / 5 * interval '1 second', now(), '{}', 99,
      'name-' || n * 7 % ${users}::int, false, 'human', 'active', 'first-' || n % 3, 'last-' || n * 7 % ${users}::int,
      case when n % 5 = 0 then 'nick-' || n end, 'display-' || n * 7 % ${users}::int, 'mail-' || n * 7 % ${users}::int, '+41' || n
    from generate_series(1, ${users}::int) n`);
  // Few among them, who all stand together at one end of each order.
  await tenant.database.query(sql`
    insert into users (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version,
      user_name, scoped_to_org, kind, status, first_name, last_name, nick_name, display_name, email)
    select 'plans', 'z' || n, '', 1, 'rare', now() + interval '1 day', now(), '{}', 99, 'zz-' || n, false, 'machine', 'locked',
      'zz-' || n, 'zz-' || n, 'zz-' || n, 'zz-' || n, 'zz-' || n
    from generate_series(1, ${few}::int) n`);
  await tenant.database.query(sql`
    insert into users (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version,
      user_name, scoped_to_org, kind, status)
    select 'named', name || owner, '', 1, owner, now(), now(), '{}', 99, name, owner <> 'free', 'human', 'active'
    from unnest(${names}::text[]) name, unnest(${["free", ...Object.keys(domains)]}::text[]) owner`);
  await tenant.database.query(sql`
    insert into org_domains (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version,
      domain, verified)
    select 'named', d.key, d.value, 1, d.key, now(), now(), '{}', 99, d.value, d.key <> 'claimed'
    from jsonb_each_text(${JSON.stringify(domains)}::jsonb) d`);
  await tenant.database.query(sql`
    insert into orgs (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version,
      primary_domain)
    select 'named', d.key, '', 1, d.key, now(), now(), '{}', 99, case when d.key <> 'claimed' then d.value end
    from jsonb_each_text(${JSON.stringify(domains)}::jsonb) d`);
  await tenant.database.query(sql`
    insert into user_metadata (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state,
      state_version, key)
    select 'plans', n::text, 'key-' || n, 1, 'o1', now(), now(), jsonb_build_object('value', 'value' || n), 99, 'key-' || n
    from generate_series(1, ${users}::int) n`);
  await tenant.database.query(sql`vacuum analyze users, user_metadata`);
});
afterAll(() => tenant.close());

const fields = [
  ["userNameQuery", "userName", "user_name"],
  ["firstNameQuery", "firstName", "first_name"],
  ["lastNameQuery", "lastName", "last_name"],
  ["nickNameQuery", "nickName", "nick_name"],
  ["displayNameQuery", "displayName", "display_name"],
  ["emailQuery", "emailAddress", "email"],
  ["phoneQuery", "number", "phone"],
  ["loginNameQuery", "loginName", "user_name"],
] as const;

const conditionOf = (instanceId: string, kind: string, value: object): Sql =>
  // The fields of each query are as the tables say.
  userConditions(instanceId, [create(SearchQuerySchema, { query: { case: kind, value } as never })]);

/** How the rows of a condition would be found. */
async function conditionsOf(where: Sql): Promise<readonly string[]> {
  const statement = sql`select 1 from users t where t.instance_id = ${"plans"} and ${where}`;
  const [planned] = await plansOf(tenant.database, [{ statement, settings: {} }]);
  return (planned?.plans ?? []).flatMap((plan) => plan["Index Cond"] ?? []);
}

test.each(fields)(
  "users by %s are found by an index, however it is compared",
  async (kind, field, column) => {
    for (const method of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const found = await conditionsOf(conditionOf("plans", kind, { [field]: "st-1234", method }));
      expect(
        found.some((condition) => condition.includes(`lower(${column})`)),
        `${kind} by method ${method}: ${found.join("; ")}`,
      ).toBe(true);
    }
  },
);

test.each([
  ["stateQuery", { state: 4 }, "status = "],
  ["typeQuery", { type: 2 }, "kind = "],
  ["inUserEmailsQuery", { userEmails: ["mail-1"] }, "(lower(email)) = ANY"],
  ["inUserIdsQuery", { userIds: ["1"] }, "aggregate_id = "],
  ["organizationIdQuery", { organizationId: "o1" }, "owner = "],
  ["metadataKeyFilter", { key: "crm-id" }, "lower(key) = "],
  ["metadataValueFilter", { value: Buffer.from("4711") }, "hashtextextended"],
])("users by %s are found by an index", async (kind, value, condition) => {
  const found = await conditionsOf(conditionOf("plans", kind, value));
  expect(found.join("; ")).toContain(condition);
});

/** Far fewer than a page skips rows. */
const mostPages = 300;

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])(
  "in the order of column %i, of all or of one organization, rows that a page skips are not read",
  async (column) => {
    for (const filters of [[], [sql`t.owner = ${"o1"}`]])
      for (const asc of [true, false]) {
        const from = recorded.sent.length;
        const page = { offset: filters.length === 0 ? 3_000 : 1_500, limit: 10, asc };
        const found = await search(tenant.store, User, "plans", { filters, page, sort: userSort(column) });
        expect(found.rows).toHaveLength(10);
        const [asked] = recorded.sent.slice(from);
        if (asked === undefined) throw new Error("nothing was asked");
        expect(await pagesOf(tenant.database, asked.statement), `asc ${asc}`).toBeLessThan(mostPages);
      }
  },
);

const rare: readonly (readonly [string, object])[] = [
  ["stateQuery", { state: 4 }],
  ["typeQuery", { type: 2 }],
  ["organizationIdQuery", { organizationId: "rare" }],
  ["inUserIdsQuery", { userIds: Array.from({ length: few }, (_, n) => `z${n + 1}`) }],
  ["inUserEmailsQuery", { userEmails: Array.from({ length: few }, (_, n) => `zz-${n + 1}`) }],
  ...fields.flatMap(([kind, field]) =>
    kind === "phoneQuery" ? [] : [[kind, { [field]: "zz-", method: 4 }] as const],
  ),
];

/** A page of ten in each order, and the pages of the database that it took. */
async function pagesInEachOrder(
  kind: string,
  value: object,
  offset: number,
  total: number,
): Promise<readonly number[]> {
  const queries = [create(SearchQuerySchema, { query: { case: kind, value } as never })];
  const ctx = { store: tenant.store, instanceId: "plans" };
  const taken: number[] = [];
  for (let column = 0; column <= 9; column += 1) {
    const from = recorded.sent.length;
    const page = { offset, limit: 10, asc: true };
    const found = await searchUsers(ctx, { all: true }, queries, page, userSort(column));
    expect([found.rows.length, found.total]).toEqual([10, total]);
    let pages = 0;
    for (const { statement } of recorded.sent.slice(from)) pages += await pagesOf(tenant.database, statement);
    taken.push(pages);
  }
  return taken;
}

test.each(rare)(
  "the few of %s are found without reading the others, in every order, although they stand at its end",
  async (kind, value) => {
    const taken = await pagesInEachOrder(kind, value, 0, few);
    expect(Math.max(...taken), taken.join()).toBeLessThan(mostPages);
  },
);

test.each([
  ["stateQuery", { state: 4 }],
  ["typeQuery", { type: 2 }],
])("%s comes in each order without walking through everybody's", async (kind, value) => {
  for (const column of [1, 2, 3, 4, 5, 6, 9]) {
    const statement = sql`select t.aggregate_id from users t where t.instance_id = ${"plans"}
      and ${conditionOf("plans", kind, value)} order by ${userSort(column) ?? sql``}, t.aggregate_id, t.entity_id`;
    // So few would be sorted.
    const [planned] = await plansOf(tenant.database, [{ statement, settings: { enable_sort: "off" } }]);
    expect(planned?.plans.map((plan) => plan["Index Name"])).toEqual([expect.stringMatching(/^users_few_/)]);
  }
});

test("of a first name that many have, nobody's row is read but those of the page", async () => {
  const taken = await pagesInEachOrder("firstNameQuery", { firstName: "first-1", method: 0 }, 0, 1_334);
  expect(Math.max(...taken), taken.join()).toBeLessThan(mostPages);
});

test("how long an order is counts: that of a few thousand is walked for addresses that a quarter have", async () => {
  const value = { emailAddress: "mail-1", method: TextQueryMethod.STARTS_WITH };
  const queries = [create(SearchQuerySchema, { query: { case: "emailQuery", value } })];
  const ctx = { store: tenant.store, instanceId: "plans" };
  const from = recorded.sent.length;
  const page = { offset: 0, limit: 10, asc: true };
  expect((await searchUsers(ctx, { all: true }, queries, page, userSort(1))).total).toBe(1_111);
  const sent = recorded.sent.slice(from).map(({ statement }) => statement.text);
  expect(sent.filter((text) => text.includes("is true"))).toHaveLength(1);
});

test("what ends in a domain is sought by the domain alone", async () => {
  for (const method of [6, 7]) {
    const found = await conditionsOf(
      conditionOf("plans", "userNameQuery", { userName: "@example.com", method }),
    );
    expect(found.join("; ")).toContain("split_part");
    expect(found.join("; ")).not.toContain("~~");
  }
});

const names = ["ada", "grace", "ada@home", "Ex", "a@b@c"];
/** Organization and the domain that stands behind its users' names; not that of "claimed". */
const domains = { one: "example.com", two: "home.example", claimed: "example.org" } as const;

/** All login names, by user. */
const loginNames = Object.fromEntries([
  ...names.map((name) => [`${name}free`, name]),
  ...(["one", "two"] as const).flatMap((org) => names.map((name) => [name + org, `${name}@${domains[org]}`])),
]) as Readonly<Record<string, string>>;

const ways: readonly ((name: string, wanted: string) => boolean)[] = [
  (name, wanted) => name === wanted,
  (name, wanted) => name.startsWith(wanted),
  (name, wanted) => name.includes(wanted),
  (name, wanted) => name.endsWith(wanted),
];

test("a login name is sought in the user name, in the domain and across both", async () => {
  const wanted = [
    "ada",
    "ada@example.com",
    "a@ex",
    "a@",
    "@",
    "@home",
    "ample",
    "b@c@home.example",
    "EX",
    "ex@",
    "e",
    ".com",
    "x@y@z",
    "ada@home@home.example",
  ];
  let seen = 0;
  for (const loginName of wanted)
    for (let method = 0; method < 8; method += 1) {
      const where = conditionOf("named", "loginNameQuery", { loginName, method });
      const rows = await tenant.database.query<{ id: string }>(
        sql`select t.aggregate_id as id from users t where t.instance_id = 'named' and ${where}`,
      );
      const small = (text: string) => (method % 2 === 0 ? text : text.toLowerCase());
      const expected = Object.entries(loginNames)
        .filter(([, name]) => ways[method >> 1]?.(small(name), small(loginName)))
        .map(([id]) => id);
      expect(rows.map(({ id }) => id).sort(), `${loginName} by method ${method}`).toEqual(expected.sort());
      const preferred = await tenant.database.query<{ id: string }>(
        sql`select u.aggregate_id as id from users u where u.instance_id = 'named'
          and ${preferredLoginNameIs("named", loginName, method)}`,
      );
      expect(preferred.map(({ id }) => id).sort(), `preferred ${loginName} by method ${method}`).toEqual(
        expected,
      );
      seen += expected.length;
    }
  expect(seen).toBeGreaterThan(100);
});
