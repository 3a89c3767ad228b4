import { expect, test } from "vitest";
import { type Connection, type Sql, sql } from "#src/platform/db/index.ts";
import { entityStatements } from "../lane/entity-statements.ts";
import * as statements from "../lane/statements.ts";
import { toyEntities, useToy } from "./toy.fixture.ts";

const toy = useToy();

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

/** What a key look-up may consist of; anything else reads more than it needs once the tables have grown. */
const allowed = new Set(
  `Index Scan, Index Only Scan, Function Scan, CTE Scan, Subquery Scan, Values Scan, Sort, Incremental Sort, Result,
  Limit, Aggregate, Append, Nested Loop, ModifyTable, LockRows, ProjectSet, Memoize`.split(/,\s*/),
);

/** Through an index, but all of it: as bad as a scan of the table. */
const isFullIndexScan = (plan: Plan): boolean =>
  plan["Node Type"].startsWith("Index") && plan["Index Cond"] === undefined;

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

async function plansOf(session: Connection, { text, values }: Sql): Promise<readonly Plan[]> {
  const [row] = await session.query<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>({
    text: `explain (format json) ${text}`,
    values,
  });
  return (row?.["QUERY PLAN"] ?? []).flatMap(({ Plan: plan }) => nodesOf(plan));
}

function everyStatement(): readonly (readonly [string, Sql])[] {
  const own = Object.entries(statements).flatMap(([name, statement]) =>
    typeof statement === "function" && statement.length === 1 && !["overList", "headsFunction"].includes(name)
      ? [[name, (statement as statements.ListStatement)([])] as const]
      : [],
  );
  const generated = toyEntities.flatMap((entity) =>
    Object.entries(entityStatements(entity)).map(
      ([kind, statement]) =>
        [`${entity.table} ${kind}`, (statement as statements.ListStatement)([])] as const,
    ),
  );
  return [...own, ...generated];
}

test("every statement of the lanes looks up keys and reads nothing else, planned on an empty database", async () => {
  const session = await toy.database.connect("plans", statements.laneSettings);
  const all = everyStatement();
  expect(all.length).toBeGreaterThan(30);
  for (const [name, statement] of all) {
    const plans = await plansOf(session, statement);
    expect(plans.length, name).toBeGreaterThan(0);
    const others = plans.filter((plan) => !allowed.has(plan["Node Type"]) || isFullIndexScan(plan));
    expect(others, name).toEqual([]);
  }
  await session.close();
});

/** The look-ups inside `core_heads`, which EXPLAIN of a call does not show. */
test("the function that locks heads looks them up by their key", async () => {
  const session = await toy.database.connect("plans", statements.laneSettings);
  const lookUps = [
    sql`select 1 from heads h where h.instance_id = ${"i"} and h.aggregate_type = ${"t"} and h.aggregate_id = ${"a"} for share`,
    sql`delete from heads h where h.instance_id = ${"i"} and h.aggregate_type = ${"t"} and h.aggregate_id = ${"a"}`,
  ];
  for (const statement of lookUps) {
    const plans = await plansOf(session, statement);
    expect(
      plans.filter((plan) => plan["Relation Name"] === "heads" && plan["Node Type"] !== "ModifyTable"),
    ).toMatchObject([{ "Node Type": "Index Scan" }]);
  }
  await session.close();
});
