import type { Sealed } from "#src/platform/crypto/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { StoredEvent } from "../model.ts";
import { openPayload, openSubjectKey, placeOf, type SubjectKey, type SubjectSecrets } from "../personal.ts";

/** An event with its subject's key beside it, as `selectEvents` gives it. */
export interface EventRecord {
  readonly instance_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly entity_id: string;
  readonly sequence: number;
  readonly position: number | bigint;
  readonly xact: bigint;
  readonly type: string;
  readonly payload: object | null;
  readonly sealed: Buffer | null;
  readonly key: Sealed | null;
  readonly creator: string;
  readonly owner: string;
  readonly created_at: Date;
}

/**
 * @param rest from `where` on, over the events as `e`
 * @param source what has the columns of events
 */
export const selectEvents = (rest: Sql, source: Sql = sql`events`): Sql => sql`
  select e.instance_id, e.aggregate_type, e.aggregate_id, e.entity_id, e.sequence, e.position, e.xact, e.type,
    e.payload, e.sealed, e.creator, e.owner, e.created_at,
    case when e.sealed is null then null else (select k.key from subject_keys k where k.instance_id = e.instance_id
      and k.subject_type = e.aggregate_type and k.subject_id = e.aggregate_id) end as key
  from ${source} e ${rest}`;

/** Opens records one after another, each key once. */
export function createEventOpener(secrets: SubjectSecrets): (record: EventRecord) => StoredEvent {
  const keys = new Map<string, SubjectKey>();

  function keyOf(sealed: Sealed): SubjectKey {
    const known = keys.get(sealed.Crypted) ?? openSubjectKey(secrets, sealed);
    keys.set(sealed.Crypted, known);
    return known;
  }

  return (record) => {
    const { instance_id, aggregate_type, aggregate_id, type, payload, sealed, key } = record;
    const place = placeOf(instance_id, aggregate_type, aggregate_id, type);
    return {
      instanceId: instance_id,
      aggregateType: aggregate_type,
      aggregateId: aggregate_id,
      entityId: record.entity_id,
      sequence: Number(record.sequence),
      position: BigInt(record.position),
      type,
      payload: sealed && key ? openPayload(payload, sealed, keyOf(key), place) : payload,
      erased: sealed !== null && key === null,
      creator: record.creator,
      owner: record.owner,
      createdAt: record.created_at.toISOString(),
    };
  };
}
