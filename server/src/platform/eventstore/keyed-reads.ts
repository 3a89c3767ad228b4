import { identifier, type Sql, sql } from "#src/platform/db/index.ts";
import type { Asked, Take } from "./gathering.ts";
import type { AnyEntity, Row } from "./model.ts";
import type { RowKey, RowRecord, Rows } from "./rows.ts";

/** Reads one row by its key, as of now or later. */
export type ReadByKey = (entity: AnyEntity, key: RowKey) => Promise<Row<object> | undefined>;

interface Question extends PromiseWithResolvers<Row<object> | undefined> {
  readonly key: RowKey;
}

/**
 * Keys that are asked for together, by whichever requests, are read together: one statement per table instead of one per
 * request, and a key that several ask for once.
 * @param onQuestion called with every question that is new
 */
export function createKeyedReads(
  rows: Rows,
  onQuestion: () => void,
): { readonly read: ReadByKey; readonly take: Take } {
  let questions = new Map<AnyEntity, Map<string, Question>>();
  return {
    read(entity, key) {
      const asked = questions.get(entity) ?? new Map<string, Question>();
      questions.set(entity, asked);
      const place = `${key.instanceId}\n${key.aggregateId}\n${key.entityId}`;
      const known = asked.get(place);
      if (known !== undefined) return known.promise;
      const question = { key, ...Promise.withResolvers<Row<object> | undefined>() };
      asked.set(place, question);
      onQuestion();
      return question.promise;
    },
    take() {
      const taken = [...questions];
      questions = new Map();
      return taken.map(([entity, asked]) => askFor(rows, entity, [...asked.values()]));
    },
  };
}

const askFor = (rows: Rows, entity: AnyEntity, asked: readonly Question[]): Asked => ({
  statement: rowsOf(entity, asked),
  async answer(answered) {
    // The statement's own columns.
    const found = answered as readonly Answered[];
    const read = await rows.fromRecords(
      entity,
      found.map((record) => toRecord(asked[record.n - 1], record)),
    );
    const byPlace = new Map(found.map(({ n }, at) => [n, read[at]]));
    asked.forEach(({ resolve }, at) => resolve(byPlace.get(at + 1)));
  },
  fail(error) {
    for (const { reject } of asked) reject(error);
  },
});

/** A row, and which of the questions it answers: the key stands there. */
interface Answered extends Omit<RowRecord, "instance_id" | "aggregate_id" | "entity_id"> {
  readonly n: number;
}

function toRecord(question: Question | undefined, record: Answered): RowRecord {
  if (question === undefined) throw new Error(`row ${record.n} was not asked for`);
  const { instanceId, aggregateId, entityId } = question.key;
  return {
    instance_id: instanceId,
    aggregate_id: aggregateId,
    entity_id: entityId,
    owner: record.owner,
    sequence: record.sequence,
    created_at: record.created_at,
    changed_at: record.changed_at,
    state: record.state,
    state_version: record.state_version,
  };
}

/** `limit 1` keeps the planner from anything but one index probe per key. */
function rowsOf({ table }: AnyEntity, asked: readonly Question[]): Sql {
  const column = (of: (key: RowKey) => string) => asked.map(({ key }) => of(key));
  return sql`
    select x.n, t.* from unnest((select ${column((key) => key.instanceId)}::text[]), (select ${column((key) => key.aggregateId)}::text[]),
      (select ${column((key) => key.entityId)}::text[])) with ordinality as x(i, a, e, n)
    cross join lateral (select t.owner, t.sequence, t.created_at, t.changed_at, t.state, t.state_version
      from ${identifier(table)} t
      where t.instance_id = x.i and t.aggregate_id = x.a and t.entity_id = x.e limit 1) t`;
}
