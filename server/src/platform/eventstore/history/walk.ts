/** Walks through all of history, aggregate by aggregate, in one snapshot and with bounded memory. */
import { type Connection, type Database, type Sql, sql } from "#src/platform/db/index.ts";
import type { StoredEvent } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import { createEventOpener, type EventRecord, selectEvents } from "./event-record.ts";

/** An aggregate's head. */
export interface HeadRecord {
  readonly instance_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly owner: string;
  readonly sequence: number;
}

export interface History {
  readonly head: HeadRecord;
  readonly events: readonly StoredEvent[];
}

/** Aggregates per page: their events and rows are in memory together. */
const pageSize = 200;

/**
 * Runs `work` on a connection of its own, in a transaction that sees one moment.
 * @param mode read only unless it is to write
 */
export async function inSnapshot<T>(
  database: Database,
  purpose: string,
  mode: "read only" | "read write",
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await database.connect(purpose);
  try {
    const start = mode === "read only" ? sql`repeatable read, read only` : sql`repeatable read`;
    await connection.query(sql`begin isolation level ${start}`);
    const result = await work(connection);
    await connection.query(sql`commit`);
    return result;
  } finally {
    await connection.close();
  }
}

export async function* walkHistory(
  connection: Connection,
  secrets: SubjectSecrets,
): AsyncGenerator<readonly History[]> {
  let last: HeadRecord | undefined;
  for (;;) {
    const heads = await connection.query<HeadRecord>(nextHeads(last));
    last = heads.at(-1);
    if (last === undefined) return;
    yield await readHistories(connection, secrets, heads);
  }
}

const nextHeads = (last: HeadRecord | undefined): Sql => {
  const after =
    last === undefined
      ? sql``
      : sql`where (h.instance_id, h.aggregate_type, h.aggregate_id)
          > (${last.instance_id}, ${last.aggregate_type}, ${last.aggregate_id})`;
  return sql`select h.instance_id, h.aggregate_type, h.aggregate_id, h.owner, h.sequence from heads h ${after}
    order by h.instance_id, h.aggregate_type, h.aggregate_id limit ${pageSize}`;
};

/** The whole history of these aggregates. */
export async function readHistories(
  connection: Connection,
  secrets: SubjectSecrets,
  heads: readonly HeadRecord[],
): Promise<readonly History[]> {
  const records = await connection.query<EventRecord>(
    selectEvents(sql`where ${isAmong(sql`e.instance_id, e.aggregate_type, e.aggregate_id`, heads)}
      order by e.instance_id, e.aggregate_type, e.aggregate_id, e.sequence`),
  );
  const open = createEventOpener(secrets);
  const byAggregate = Map.groupBy(records, keyOf);
  return heads.map((head) => ({ head, events: (byAggregate.get(keyOf(head)) ?? []).map(open) }));
}

/** @param columns instance, type and id */
export function isAmong(columns: Sql, heads: readonly HeadRecord[]): Sql {
  const places = sql`unnest(${heads.map((head) => head.instance_id)}::text[],
    ${heads.map((head) => head.aggregate_type)}::text[], ${heads.map((head) => head.aggregate_id)}::text[])`;
  return sql`(${columns}) in (select i, t, a from ${places} as x(i, t, a))`;
}

export const keyOf = (record: {
  readonly instance_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
}): string => [record.instance_id, record.aggregate_type, record.aggregate_id].join("\n");
