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
const few = 50_000;
/** Of more than so many, a page's worth is met soon in any order; keys of so many are held within 8 MB. */
const many = 150_000;

/**
 * How texts are sought: "ranged" where those that match stand together in an index, which counts them without rows;
 * "found" by an index that tells rows that may match; "scanned" where no index tells anything.
 */
export type Texts = "ranged" | "found" | "scanned";

/**
 * How often texts match is not known beforehand, nor where those that do stand in the order: a plan made by what is
 * believed of it would walk the order, row by row, and through all of it where they stand at its end.
 */
export async function seek(
  store: Pick<Store, "query">,
  texts: Texts,
  wanted: Wanted,
  count: () => Promise<number>,
): Promise<Sought> {
  const found = texts === "found" ? await findFew(store, wanted) : undefined;
  if (found) return found;
  const total = await count();
  if (total > many || total <= wanted.page.offset) return { total };
  const isRead =
    texts === "ranged" && total <= few && areSoonerRead(total, await entriesOf(store, wanted), wanted.page);
  const read = isRead ? await findFew(store, wanted) : undefined;
  return read ?? { total, keys: await collect(store, wanted) };
}

/**
 * Whether rows that match are sooner read than an order is walked until it has met a page of them: of its entries, as
 * many as the page's end is of the matches, at a seventh of what a row takes.
 */
const areSoonerRead = (total: number, entries: number, { offset, limit = total }: Page): boolean =>
  7 * total < (Math.max(entries, total) * (offset + limit)) / total;

/** How many rows of the table are the instance's, as its statistics have it; 0 for too small a share of them. */
async function entriesOf(
  store: Pick<Store, "query">,
  { table, instanceId }: Pick<Wanted, "table" | "instanceId">,
): Promise<number> {
  const [row] = await store.query<{ readonly entries: number | null }>(sql`
    select (select reltuples from pg_class where oid = to_regclass(${table})) *
      most_common_freqs[array_position(most_common_vals::text::text[], ${instanceId})] as entries
    from pg_stats
    where schemaname = current_schema() and tablename = ${table} and attname = 'instance_id'`);
  return row?.entries ?? 0;
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

/**
 * The order is walked by its index, and keys of matches are known beforehand: each is read from an index that has texts
 * and keys, no rows are. "is true" keeps it so: a join would look up each match, or bring all of them into order.
 */
async function collect(
  store: Pick<Store, "query">,
  { table, instanceId, where, tail }: Wanted,
): Promise<readonly Key[]> {
  const from = sql`from ${identifier(table)} t`;
  const rows = await store.query<KeyRecord>(
    sql`select t.aggregate_id as id, t.entity_id as entity ${from} where t.instance_id = ${instanceId}
      and ((t.aggregate_id, t.entity_id) in (select t.aggregate_id, t.entity_id ${from} where ${where} limit ${many})) is true
      ${tail}`,
    { prepare: false },
  );
  return rows.map(keyOf);
}

const keyOf = ({ id, entity }: KeyRecord): Key => ({ aggregateId: id, entityId: entity });

/** Whether it is one of the rows, for `where`. */
export const isOneOfKeys = (keys: readonly Key[]): Sql =>
  sql`(t.aggregate_id, t.entity_id) in (select * from unnest(${keys.map((key) => key.aggregateId)}::text[],
    ${keys.map((key) => key.entityId)}::text[]))`;
