import type { Sealed, Secrets } from "#src/platform/crypto/index.ts";
import { type Database, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { StoredEvent } from "../model.ts";
import type { EventFilter } from "../store.ts";
import { openKey, openPayload, type SealedFields } from "./personal.ts";

export interface EventRecord {
  readonly instance_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly entity_id: string;
  readonly sequence: number;
  readonly position: number | bigint;
  readonly type: string;
  readonly payload: object | null;
  readonly sealed: SealedFields | null;
  readonly key: Sealed | null;
  readonly creator: string;
  readonly owner: string;
  readonly created_at: Date;
}

/** Events with the keys of their subjects beside them; `where` speaks of the events as `e`. */
export const eventsWithKeys = (where: Sql, tail: Sql): Sql => sql`
  select e.*, (select k.key from subject_keys k where k.instance_id = e.instance_id
    and k.subject_type = e.aggregate_type and k.subject_id = e.aggregate_id) as key
  from events e where ${where} ${tail}`;

export function eventFrom(secrets: Secrets, record: EventRecord): StoredEvent {
  const key = record.sealed === null || record.key === null ? undefined : openKey(secrets, record.key);
  const { payload, erased } = openPayload(record.payload, record.sealed, key);
  return {
    instanceId: record.instance_id,
    aggregateType: record.aggregate_type,
    aggregateId: record.aggregate_id,
    entityId: record.entity_id,
    sequence: Number(record.sequence),
    position: BigInt(record.position),
    type: record.type,
    payload,
    erased,
    creator: record.creator,
    owner: record.owner,
    createdAt: record.created_at.toISOString(),
  };
}

export async function readEvents(
  database: Database,
  secrets: Secrets,
  instanceId: string,
  filter: EventFilter,
): Promise<readonly StoredEvent[]> {
  const { asc = false } = filter;
  const among = (column: Sql, values: readonly string[] | undefined): readonly Sql[] =>
    values === undefined ? [] : [sql`${column} = any(${values}::text[])`];
  const conditions = [
    sql`e.instance_id = ${instanceId}`,
    ...among(sql`e.aggregate_type`, filter.aggregateTypes),
    ...among(sql`e.aggregate_id`, filter.aggregateIds),
    ...among(sql`e.type`, filter.types),
    ...(filter.creator === undefined ? [] : [sql`e.creator = ${filter.creator}`]),
    ...(filter.owner === undefined ? [] : [sql`e.owner = ${filter.owner}`]),
    ...(filter.sequence === undefined
      ? []
      : [asc ? sql`e.sequence > ${filter.sequence}` : sql`e.sequence < ${filter.sequence}`]),
    ...(filter.from === undefined ? [] : [sql`e.created_at >= ${filter.from}`]),
    ...(filter.to === undefined ? [] : [sql`e.created_at <= ${filter.to}`]),
  ];
  const order = asc ? sql`order by e.position asc` : sql`order by e.position desc`;
  const limit = Math.min(Math.max(filter.limit, 1), 1000);
  const found = await database.query<EventRecord>(
    eventsWithKeys(join(conditions, " and ", "true"), sql`${order} limit ${limit}`),
  );
  return found.map((record) => eventFrom(secrets, record));
}
