/** Pages of lists that are filtered by texts. */
import { identifier, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row, Store } from "#src/platform/eventstore/index.ts";
import type { Page } from "./page.ts";

type Key = Pick<Row<object>, "aggregateId" | "entityId">;
interface KeyRecord {
  readonly id: string;
  readonly entity: string;
}

interface Sought {
  /** Of the rows on the page, in order; left out where very many match, which any order soon meets. */
  readonly keys?: readonly Key[];
  /** How many rows match, on all pages together. */
  readonly total: number;
}

/** What is sought, over the table as `t`. */
interface Wanted {
  readonly table: string;
  readonly instanceId: string;
  /** The tenant is in it. */
  readonly where: Sql;
  readonly page: Page;
  readonly sort?: Sql | undefined;
  /** Order, limit and offset, as page and sort have them. */
  readonly tail: Sql;
}

/** So many matches are found, sorted and counted in one statement. */
const few = 20_000;
/** Of more than so many, a page's worth is met soon in any order. */
const many = 300_000;

/**
 * How often texts match is not known beforehand, nor where those that do stand in the order: a plan made by what is
 * believed of it would walk the order, row by row, and through all of it where they stand at its end.
 * @param texts "found" by an index, or "scanned"
 */
export async function seek(
  store: Pick<Store, "query">,
  texts: "found" | "scanned",
  wanted: Wanted,
  count: () => Promise<number>,
): Promise<Sought> {
  const found = texts === "found" ? await findFew(store, wanted) : undefined;
  if (found) return found;
  const total = await count();
  return total > many || total <= wanted.page.offset
    ? { total }
    : { total, keys: await collect(store, wanted) };
}

/** All matches are found by an index of what they match. Undefined when there are more than few, or none on the page. */
async function findFew(
  store: Pick<Store, "query">,
  { table, where, page, sort }: Wanted,
): Promise<Sought | undefined> {
  const direction = sort === undefined || page.asc ? sql`asc` : sql`desc`;
  const limit = page.limit === undefined ? sql`` : sql`limit ${page.limit}`;
  // Materialized, and planned to be read whole, it is found by an index of the filters; the limit ends the reading.
  const rows = await store.query<KeyRecord & { readonly total: number }>(
    sql`with matching as materialized (select t.aggregate_id as id, t.entity_id as entity, ${sort ?? sql`0`} as place
        from ${identifier(table)} t where ${where}),
      found as materialized (select * from matching limit ${few + 1})
      select id, entity, (select count(*)::int from found) as total from found
      order by place ${direction}, id ${direction}, entity ${direction} ${limit} offset ${page.offset}`,
    { prepare: false },
  );
  const total = rows[0]?.total ?? 0;
  return total > few || (total === 0 && page.offset > 0) ? undefined : { keys: rows.map(keyOf), total };
}

/** Matches are found and brought into order by indexes that have texts and keys: each is read whole, but no rows are. */
async function collect(
  store: Pick<Store, "query">,
  { table, instanceId, where, tail }: Wanted,
): Promise<readonly Key[]> {
  const keys = sql`select t.aggregate_id as id, t.entity_id as entity from ${identifier(table)} t`;
  const rows = await store.query<KeyRecord>(
    sql`with matching as materialized (${keys} where ${where})
      ${keys} where t.instance_id = ${instanceId}
      and (t.aggregate_id, t.entity_id) in (select id, entity from matching) ${tail}`,
    { prepare: false },
  );
  return rows.map(keyOf);
}

const keyOf = ({ id, entity }: KeyRecord): Key => ({ aggregateId: id, entityId: entity });

/** Whether it is one of the rows, for `where`. */
export const isOneOfKeys = (keys: readonly Key[]): Sql =>
  sql`(t.aggregate_id, t.entity_id) in (select * from unnest(${keys.map((key) => key.aggregateId)}::text[],
    ${keys.map((key) => key.entityId)}::text[]))`;
