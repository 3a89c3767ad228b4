import { identifier, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Draft, Entity, Row, Store } from "#src/platform/eventstore/index.ts";
import type { Page } from "./page.ts";
import { isOneOfKeys, seek, type Texts } from "./seek.ts";

/** What a list asks for. All pieces speak of the entity's table as `t`. */
export interface Search {
  /** All must hold. */
  readonly filters?: readonly Sql[];
  /** That what a row names is there; asked only while something of the instance is gone and not tidied up. */
  readonly living?: Sql;
  /** Of these one must hold, and never two do; each is counted by an index of its own. */
  readonly eitherOf?: readonly [Sql, Sql];
  /** What the caller may see at all (`scopeCondition`). */
  readonly scope?: Sql;
  readonly page: Page;
  /** There are filters by texts, of which nobody knows beforehand how many rows match and where those stand in the order. */
  readonly texts?: Texts | undefined;
  /** An expression from an allow-list; without one rows come in the order of their keys, oldest ids first. */
  readonly sort?: Sql | undefined;
}

export interface Found<S> {
  readonly rows: readonly Row<S>[];
  /** How many rows match, on all pages together. */
  readonly total: number;
}

/** One page of an entity's rows and how many there are. What ends on its page takes one statement. */
export async function search<S extends object, E extends Draft>(
  store: Store,
  entity: Entity<S, E>,
  instanceId: string,
  { filters = [], living, eitherOf, scope, texts, page, sort }: Search,
): Promise<Found<S>> {
  const isNeeded = living !== undefined && (await store.hasGone(instanceId));
  const always = [...(isNeeded ? [living] : []), ...filters, ...(scope === undefined ? [] : [scope])].filter(
    ({ text }) => text !== "true",
  );
  const where = allOf(
    eitherOf === undefined ? always : [...always, sql`(${eitherOf[0]}) or (${eitherOf[1]})`],
  );
  const counted = eitherOf?.map((one) => allOf([...always, one])) ?? [where];
  const how = { prepare: false } as const;
  const count = async (): Promise<number> => {
    const counts = await Promise.all(counted.map((one) => store.count(entity, instanceId, one, how)));
    return counts.reduce((sum, one) => sum + one, 0);
  };
  const order = { page, sort };
  const wanted = {
    ...order,
    table: entity.table,
    instanceId,
    where: sql`t.instance_id = ${instanceId} and ${where}`,
    tail: tailOf(page, sort),
  };
  const sought = texts === undefined ? undefined : await seek(store, texts, wanted, count);
  if (sought?.total === 0) return { rows: [], total: 0 };
  const [which, tail] = sought?.keys
    ? [isOneOfKeys(sought.keys), orderOf(order)]
    : onPage(entity, instanceId, where, order);
  const rows = await store.select(entity, instanceId, which, tail, how);
  return { rows, total: await totalOf(page, rows, async () => sought?.total ?? count()) };
}

type Order = Pick<Search, "page" | "sort">;

/** From here on it is dearer to read and sort rows, which are wide, than to look those of the page up by their keys. */
const farInto = 1_000;

/**
 * Which rows are on the page, and their order. Far into a list keys alone are sorted and skipped, and always where the
 * order may be walked for long until enough match: an index has what is needed for that, rows are wide.
 */
function onPage<S extends object, E extends Draft>(
  { table }: Entity<S, E>,
  instanceId: string,
  where: Sql,
  { page, sort }: Order,
): readonly [where: Sql, tail: Sql] {
  const tail = tailOf(page, sort);
  if (page.offset < farInto && (sort === undefined || where.text === "true")) return [where, tail];
  const keys = sql`select t.aggregate_id, t.entity_id from ${identifier(table)} t
    where t.instance_id = ${instanceId} and (${where}) ${tail}`;
  return [sql`(t.aggregate_id, t.entity_id) in (${keys})`, orderOf({ page, sort })];
}

const orderOf = ({ page, sort }: Order): Sql => tailOf({ ...page, offset: 0, limit: undefined }, sort);

/** In brackets, so that an "or" in one of them loosens none of the others. */
const allOf = (conditions: readonly Sql[]): Sql =>
  join(
    conditions.map((condition) => sql`(${condition})`),
    " and ",
    "true",
  );

/**
 * How many rows match on all pages together. They are counted where the page does not show it: what is sought mostly
 * fits into one, and is not sought twice.
 */
export async function totalOf(
  { offset, limit }: Page,
  shown: readonly unknown[],
  count: () => Promise<number>,
): Promise<number> {
  const end = offset + shown.length;
  const isLast = shown.length < (limit ?? Number.POSITIVE_INFINITY) && (shown.length > 0 || offset === 0);
  // Two statements see two moments; rows that are shown are never more than those counted.
  return isLast ? end : shown.length === 0 ? count() : Math.max(await count(), end);
}

/** From the first row to the end of the page: what a part of a list contributes to it at most. */
export const upTo = ({ offset, limit, asc }: Page): Page => ({
  offset: 0,
  limit: limit === undefined ? undefined : offset + limit,
  asc,
});

/** Order, limit and offset. Keys break ties, so that pages neither repeat nor lose rows. */
export function tailOf(page: Page, sort: Sql | undefined): Sql {
  const direction = sort === undefined || page.asc ? sql`asc` : sql`desc`;
  const keys = sql`t.aggregate_id ${direction}, t.entity_id ${direction}`;
  const order = sort === undefined ? keys : sql`${sort} ${direction}, ${keys}`;
  const limit = page.limit === undefined ? sql`` : sql` limit ${page.limit}`;
  const offset = page.offset === 0 ? sql`` : sql` offset ${page.offset}`;
  return sql`order by ${order}${limit}${offset}`;
}
