import { type Database, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { StoredEvent } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import type { EventFilter } from "../store.ts";
import { createEventOpener, type EventRecord, selectEvents } from "./event-record.ts";

const maxEvents = 1_000;

/** History of one instance by a filter; personal fields opened. */
export async function readEvents(
  database: Database,
  secrets: SubjectSecrets,
  instanceId: string,
  filter: EventFilter,
): Promise<readonly StoredEvent[]> {
  const limit = Math.min(Math.max(Math.trunc(filter.limit), 1), maxEvents);
  const order = filter.asc ? sql`order by e.position asc` : sql`order by e.position desc`;
  const where = join([sql`e.instance_id = ${instanceId}`, ...conditions(filter)], " and ", "true");
  const found = await database.query<EventRecord>(selectEvents(sql`where ${where} ${order} limit ${limit}`));
  return found.map(createEventOpener(secrets));
}

function conditions(filter: EventFilter): readonly Sql[] {
  const { creator, owner, sequence, from, to } = filter;
  const bound = filter.asc ? sql`e.sequence > ${sequence}` : sql`e.sequence < ${sequence}`;
  return [
    ...among(sql`e.aggregate_type`, filter.aggregateTypes),
    ...among(sql`e.aggregate_id`, filter.aggregateIds),
    ...among(sql`e.type`, filter.types),
    ...(creator === undefined ? [] : [sql`e.creator = ${creator}`]),
    ...(owner === undefined ? [] : [sql`e.owner = ${owner}`]),
    ...(sequence === undefined ? [] : [bound]),
    ...(from === undefined ? [] : [sql`e.created_at >= ${from}`]),
    ...(to === undefined ? [] : [sql`e.created_at <= ${to}`]),
  ];
}

const among = (column: Sql, values: readonly string[] | undefined): readonly Sql[] =>
  values === undefined ? [] : [sql`${column} = any(${values}::text[])`];
