/** Searches of large instances must not become scans: what PostgreSQL would do for each, with a table worth an index. */
import { create } from "@bufbuild/protobuf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SearchQuerySchema } from "#contract/zitadel/user/v2/query_pb.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { plansOf } from "#test/harness/plans.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { userConditions } from "./search.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
  await tenant.database.query(sql`
    insert into users (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version,
      user_name, scoped_to_org, kind, status, first_name, last_name, nick_name, display_name, email)
    select 'plans', n::text, '', 1, 'o' || n % 200, now(), now(), '{}', 99, 'name-' || n, false, 'human', 'active',
      'first-' || n, 'last-' || n, 'nick-' || n, 'display-' || n, 'mail-' || n || '@example.com'
    from generate_series(1, 4000) n`);
  await tenant.database.query(sql`vacuum analyze users`);
});
afterAll(() => tenant.close());

const fields = [
  ["userNameQuery", "userName", "user_name"],
  ["firstNameQuery", "firstName", "first_name"],
  ["lastNameQuery", "lastName", "last_name"],
  ["nickNameQuery", "nickName", "nick_name"],
  ["displayNameQuery", "displayName", "display_name"],
  ["emailQuery", "emailAddress", "email"],
  ["loginNameQuery", "loginName", "user_name"],
] as const;

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
      const query = create(SearchQuerySchema, {
        // The fields of each query are as the table says.
        query: { case: kind, value: { [field]: "st-1234", method } } as never,
      });
      const found = await conditionsOf(userConditions([query]));
      expect(
        found.some((condition) => condition.includes(`lower(${column})`)),
        `${kind} by method ${method}: ${found.join("; ")}`,
      ).toBe(true);
    }
  },
);
