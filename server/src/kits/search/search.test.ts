import { beforeAll, expect, test } from "vitest";
import { scopeCondition } from "#src/platform/authz/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { type Entity, fresh, ownedBy } from "#src/platform/eventstore/index.ts";
import { useStore } from "#test/harness/store.ts";
import type { Page } from "./page.ts";
import { search } from "./search.ts";
import { textFilter } from "./text.ts";

interface Thing {
  readonly name: string;
}
const Thing: Entity<Thing, { readonly type: "thing.made"; readonly payload: Thing }> = {
  table: "things",
  aggregate: "thing",
  types: ["thing.made"],
  version: 1,
  evolve: (_thing, event) => event.payload,
  columns: { name: { type: "text", of: (thing) => thing.name } },
  indexes: ["lower(name)"],
};

const used = useStore([Thing]);
const sort = sql`lower(t.name)`;
const page = (offset: number, limit: number | undefined, asc = true): Page => ({ offset, limit, asc });

/** 30 things of three names, ten per organization, and one in another tenant. */
beforeAll(async () => {
  const make = (instanceId: string, id: string, owner: string, name: string) =>
    used.store.execute({ instanceId, creator: "tester" }, [ownedBy(owner, fresh(Thing, id))], () => [
      [{ type: "thing.made", payload: { name } }],
    ]);
  const things = Array.from(
    { length: 30 },
    (_, n) => [`t${100 + n}`, `org${n % 3}`, `Name${n % 3}`] as const,
  );
  await Promise.all(things.map(([id, owner, name]) => make("i1", id, owner, name)));
  await make("i2", "t999", "org0", "Name0");
});

test("pages neither repeat nor lose rows where names are equal", async () => {
  for (const asc of [true, false]) {
    const seen: string[] = [];
    for (let offset = 0; offset < 30; offset += 7) {
      const found = await search(used.store, Thing, "i1", { page: page(offset, 7, asc), sort });
      expect(found.total).toBe(30);
      seen.push(...found.rows.map((row) => row.aggregateId));
    }
    expect(seen).toHaveLength(30);
    expect(new Set(seen).size).toBe(30);
  }
});

test("far into a list its pages go on where those before ended", async () => {
  await used.database.query(sql`insert into things
    (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version, name)
    select 'long', 't' || n, '', 1, 'org0', now(), now(), '{"name":"x"}'::jsonb, 1, 'Name' || n % 3
    from generate_series(1, 1050) n`);
  for (const asc of [true, false]) {
    const ids = async (of: Page) => {
      const { rows, total } = await search(used.store, Thing, "long", { page: of, sort });
      expect(total).toBe(1_050);
      return rows.map((row) => row.aggregateId);
    };
    const all = await ids(page(0, undefined, asc));
    for (const offset of [995, 1_000, 1_048])
      expect(await ids(page(offset, 7, asc))).toEqual(all.slice(offset, offset + 7));
    expect(await ids(page(1_010, undefined, asc))).toEqual(all.slice(1_010));
  }
});

test("a list without a limit is whole and counts itself", async () => {
  const found = await search(used.store, Thing, "i1", { page: page(0, undefined, false) });
  expect(found.total).toBe(30);
  expect(found.rows.map((row) => row.aggregateId)).toEqual(
    Array.from({ length: 30 }, (_, n) => `t${100 + n}`),
  );
});

test("a page behind the end is empty and still tells the number", async () => {
  const found = await search(used.store, Thing, "i1", { page: page(100, 10) });
  expect(found).toEqual({ rows: [], total: 30 });
  const beyond = await search(used.store, Thing, "i1", { page: page(Number.MAX_SAFE_INTEGER, 10) });
  expect(beyond).toEqual({ rows: [], total: 30 });
});

test("pages and totals count what the caller may see", async () => {
  const scope = scopeCondition(
    { all: false, orgIds: ["org1"], projectIds: [], grantIds: [] },
    { org: sql`t.owner` },
  );
  const found = await search(used.store, Thing, "i1", { scope, page: page(0, 4), sort });
  expect(found.total).toBe(10);
  expect(found.rows.map((row) => row.owner)).toEqual(["org1", "org1", "org1", "org1"]);
  const none = scopeCondition(
    { all: false, orgIds: [], projectIds: [], grantIds: [] },
    { org: sql`t.owner` },
  );
  expect(await search(used.store, Thing, "i1", { scope: none, page: page(0, 4) })).toEqual({
    rows: [],
    total: 0,
  });
});

test("a filter that says or reaches neither beyond the scope nor into another tenant", async () => {
  const either = sql`${textFilter(sql`t.name`, 1, "name0")} or true`;
  const found = await search(used.store, Thing, "i2", { filters: [either], page: page(0, 10) });
  expect(found.rows.map((row) => row.aggregateId)).toEqual(["t999"]);
  const scope = sql`t.owner = ${"org1"}`;
  const scoped = await search(used.store, Thing, "i1", { filters: [either], scope, page: page(0, 10) });
  expect(scoped.total).toBe(10);
});
