import { type Database, identifier, sql } from "#src/platform/db/index.ts";
import type { AnyEntity, Row } from "./model.ts";
import type { RowKey, RowRecord, Rows } from "./rows.ts";

/** Reads one row by its key, as of now or later. */
export type ReadByKey = (entity: AnyEntity, key: RowKey) => Promise<Row<object> | undefined>;

interface Question {
  readonly key: RowKey;
  answer(row: Row<object> | undefined): void;
  fail(error: unknown): void;
}

/**
 * Keys asked for in one turn of the event loop, by whichever requests, are read together: one statement per table
 * instead of one per request.
 */
export function createKeyedReads(database: Database, rows: Rows): ReadByKey {
  let questions = new Map<AnyEntity, Question[]>();

  async function ask(entity: AnyEntity, asked: readonly Question[]): Promise<void> {
    try {
      const records = await readRecords(database, entity, asked);
      const found = await rows.fromRecords(entity, records);
      const byPlace = new Map(records.map(({ n }, at) => [Number(n), found[at]]));
      asked.forEach(({ answer }, at) => answer(byPlace.get(at + 1)));
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }

  function flush(): void {
    const waiting = questions;
    questions = new Map();
    for (const [entity, asked] of waiting) void ask(entity, asked);
  }

  return (entity, key) =>
    new Promise((answer, fail) => {
      if (questions.size === 0) setImmediate(flush);
      const asked = questions.get(entity) ?? [];
      questions.set(entity, asked);
      asked.push({ key, answer, fail });
    });
}

/** `limit 1` keeps the planner from anything but one index probe per key. */
function readRecords(database: Database, { table }: AnyEntity, asked: readonly Question[]) {
  const column = (of: (key: RowKey) => string) => asked.map(({ key }) => of(key));
  return database.query<RowRecord & { readonly n: number }>(sql`
    select x.n, t.* from unnest(${column((key) => key.instanceId)}::text[], ${column((key) => key.aggregateId)}::text[],
      ${column((key) => key.entityId)}::text[]) with ordinality as x(i, a, e, n)
    cross join lateral (select t.instance_id, t.aggregate_id, t.entity_id, t.owner, t.sequence, t.created_at,
      t.changed_at, t.state, t.state_version from ${identifier(table)} t
      where t.instance_id = x.i and t.aggregate_id = x.a and t.entity_id = x.e limit 1) t`);
}
