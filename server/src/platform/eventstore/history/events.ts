import { type Database, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { StoredEvent } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import type { Registry } from "../registry.ts";
import type { EventFilter } from "../store.ts";
import { createEventOpener, type EventRecord, selectEvents } from "./event-record.ts";

const maxEvents = 1_000;

/** History of one instance by a filter; personal fields opened. */
export async function readEvents(
  database: Database,
  secrets: SubjectSecrets,
  registry: Registry,
  instanceId: string,
  filter: EventFilter,
): Promise<readonly StoredEvent[]> {
  const found = await database.query<EventRecord>(
    historyStatement(registry, instanceId, { ...filter, limit: clampLimit(filter.limit) }),
  );
  return found.map(createEventOpener(secrets));
}

const clampLimit = (limit: number): number => Math.min(Math.max(Math.trunc(limit), 1), maxEvents);

/**
 * Each of the wanted values is looked up on its own, for no more events than are wanted: an index gives them in
 * order, which it could not for several values at once.
 */
export function historyStatement(registry: Registry, instanceId: string, filter: EventFilter): Sql {
  const { keys, where, order, rest } = accessOf(registry, filter);
  const direction = filter.asc ? sql`asc` : sql`desc`;
  const ordered = (columns: readonly Sql[]): Sql =>
    sql`order by ${join(
      columns.map((column) => sql`${column} ${direction}`),
      ", ",
      "",
    )}`;
  const conditions = join(
    [sql`e.instance_id = ${instanceId}`, where, ...conditionsOf(rest)],
    " and ",
    "true",
  );
  return selectEvents(
    sql`${ordered(byTime)} limit ${filter.limit}`,
    sql`(select c.* from ${keys} cross join lateral (
      select e.* from events e where ${conditions} ${ordered(order)} limit ${filter.limit}) c)`,
  );
}

interface Access {
  /** The values to look up one by one, as `x`. */
  readonly keys: Sql;
  readonly where: Sql;
  /** The rest of the index, in which its events come. */
  readonly order: readonly Sql[];
  /** What is still to be compared. */
  readonly rest: EventFilter;
}

const byTime = [sql`e.created_at`, sql`e.position`] as const;

function accessOf(registry: Registry, filter: EventFilter): Access {
  const { aggregateIds, aggregateTypes, creator, types, owner } = filter;
  const { creator: _creator, ...butCreator } = filter;
  const { types: _types, ...butTypes } = filter;
  const { owner: _owner, ...butOwner } = filter;
  if (aggregateIds !== undefined) {
    const kinds = aggregateTypes ?? [...new Set(registry.entities.map(({ aggregate }) => aggregate))];
    return {
      keys: sql`(select t.v as kind, a.v as id from unnest(${unique(kinds)}::text[]) as t(v)
        cross join unnest(${unique(aggregateIds)}::text[]) as a(v)) x`,
      where: sql`e.aggregate_type = x.kind and e.aggregate_id = x.id`,
      // Times never run back within an aggregate.
      order: [sql`e.sequence`],
      rest: filter,
    };
  }
  const wanted = typesOf(registry, types, aggregateTypes);
  if (creator !== undefined)
    return byValue([creator], sql`e.creator = x.v`, wanted ? { ...butCreator, types: wanted } : butCreator);
  if (wanted !== undefined) return byValue(wanted, sql`e.type = x.v`, butTypes);
  if (owner !== undefined) return byValue([owner], sql`e.owner = x.v`, butOwner);
  return { keys: sql`(values (1)) as x(v)`, where: sql`true`, order: byTime, rest: filter };
}

const byValue = (values: readonly string[], where: Sql, rest: EventFilter): Access => ({
  keys: sql`unnest(${unique(values)}::text[]) as x(v)`,
  where,
  order: byTime,
  rest,
});

/** A type belongs to one kind of aggregate, so both conditions together are one of types. */
function typesOf(
  registry: Registry,
  types: readonly string[] | undefined,
  aggregates: readonly string[] | undefined,
): readonly string[] | undefined {
  const ofAggregates = aggregates?.flatMap((aggregate) =>
    registry.ofAggregate(aggregate).flatMap((entity) => entity.types),
  );
  if (types === undefined || ofAggregates === undefined) return types ?? ofAggregates;
  return types.filter((type) => ofAggregates.includes(type));
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** Aggregates are always looked up, as themselves or as their types. */
function conditionsOf(filter: EventFilter): readonly Sql[] {
  const { creator, owner, sequence, from, to, payload } = filter;
  const bound = filter.asc ? sql`e.sequence > ${sequence}` : sql`e.sequence < ${sequence}`;
  return [
    ...(filter.types === undefined ? [] : [sql`e.type = any(${filter.types}::text[])`]),
    ...(creator === undefined ? [] : [sql`e.creator = ${creator}`]),
    ...(owner === undefined ? [] : [sql`e.owner = ${owner}`]),
    ...(sequence === undefined ? [] : [bound]),
    ...(from === undefined ? [] : [sql`e.created_at >= ${from}`]),
    // Times are shown in whole milliseconds, of which the last one counts to its end.
    ...(to === undefined ? [] : [sql`e.created_at < ${new Date(to.getTime() + 1)}`]),
    ...(payload === undefined ? [] : [sql`e.payload @> ${JSON.stringify(payload)}::jsonb`]),
  ];
}
