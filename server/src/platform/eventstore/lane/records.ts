/** The records that statements take: short names, since they are sent with every one. */
import { personalFields, placeOf, sealPayload } from "../personal.ts";
import { type Batch, type BatchAggregate, type BatchRow, begins } from "./batch.ts";
import { type BatchEvent, concerned } from "./decide.ts";
import { columnField } from "./entity-statements.ts";
import type { Subjects } from "./subjects.ts";

/** Compares by UTF-16 code unit: any order will do that is the same in every process. */
const byKey = (a: BatchAggregate, b: BatchAggregate): number =>
  compare(a.instanceId, b.instanceId) || compare(a.type, b.type) || compare(a.id, b.id);
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const aggregateRecord = ({ n, instanceId, type, id }: BatchAggregate) => ({
  n,
  i: instanceId,
  t: type,
  a: id,
});

/** Heads to be locked, in the order that all processes keep. */
export const headRecords = (batch: Batch): readonly object[] =>
  [...concerned(batch)]
    .filter((aggregate) => !begins(aggregate))
    .sort(byKey)
    .map((aggregate) => ({
      ...aggregateRecord(aggregate),
      o: aggregate.owner,
      c: aggregate.events,
      // What is left out is null: less for both sides to read.
      b: aggregate.mustBegin || undefined,
    }));

/** Heads of aggregates that begin. */
export const newHeadRecords = (batch: Batch): readonly object[] =>
  batch.aggregates
    .filter(begins)
    .map((aggregate) => ({ ...aggregateRecord(aggregate), o: aggregate.owner, c: aggregate.events }));

/** All heads of a batch that is not decided yet. */
export const lockRecords = (batch: Batch): readonly object[] =>
  [...batch.aggregates].sort(byKey).map((aggregate, n) => ({ ...aggregateRecord(aggregate), n }));

/** As it would be written anyway; with dates in it, writing a list as JSON takes three times as long. */
const timeOf = (date: Date | undefined): string | undefined => date?.toISOString();

export function eventRecord({ unit, row, draft, index }: BatchEvent, n: number, subjects: Subjects): object {
  const { aggregate, entity, entityId } = row;
  const fields = personalFields(entity, draft);
  const { payload } = draft;
  const { instanceId, type, id } = aggregate;
  const isFirst = begins(aggregate);
  const stored =
    payload === null || fields.length === 0
      ? { payload, sealed: null }
      : sealPayload(
          payload,
          fields,
          subjects.keyOf(aggregate),
          placeOf(instanceId, type, id, draft.type),
          subjects.random,
        );
  return {
    n,
    i: instanceId,
    t: type,
    a: id,
    b: isFirst ? undefined : aggregate.events - index,
    q: isFirst ? index : undefined,
    unit: unit.id,
    e: entityId,
    y: draft.type,
    p: stored.payload,
    z: stored.sealed ?? undefined,
    c: unit.writer.creator,
    o: aggregate.owner,
    at: timeOf(row.changedAt),
  };
}

export const rowRecord = ({ n, aggregate, entityId, version }: BatchRow) => ({
  u: n,
  i: aggregate.instanceId,
  a: aggregate.id,
  e: entityId,
  v: version,
});

export function fullRecord(row: BatchRow): object {
  const { aggregate, entity, state } = row;
  const isFirst = begins(aggregate);
  const record: Record<string, unknown> = {
    ...rowRecord(row),
    o: aggregate.owner,
    b: isFirst ? undefined : aggregate.events - row.lastEvent,
    q: isFirst ? row.lastEvent : undefined,
    // New rows are as old as their change.
    f: row.before === undefined ? undefined : timeOf(row.createdAt),
    at: timeOf(row.changedAt),
    s: state,
  };
  Object.values(entity.columns ?? {}).forEach((column, n) => {
    // What is left out is null: less for both sides to read.
    record[columnField(n)] = (state === undefined ? null : column.of(state)) ?? undefined;
  });
  return record;
}
