import { identifier, type Sql, sql } from "#src/platform/db/index.ts";
import type { Asked, Take } from "./gathering.ts";
import type { AnyEntity, Row } from "./model.ts";
import type { RowRecord, Rows } from "./rows.ts";

/** A name that is unique within an instance, as `Entity.unique` gives it. */
export interface HeldName {
  readonly instanceId: string;
  readonly kind: string;
  readonly value: string;
}

/** Reads the row that holds a name, as of now or later; undefined where another entity's does. */
export type ReadByName = (entity: AnyEntity, name: HeldName) => Promise<Row<object> | undefined>;

interface Question extends PromiseWithResolvers<Row<object> | undefined> {
  readonly name: HeldName;
}

/**
 * Names that are asked for together, by whichever requests, are one statement per table.
 * @param onQuestion called with every question
 */
export function createNameReads(
  rows: Rows,
  onQuestion: () => void,
): { readonly read: ReadByName; readonly take: Take } {
  let questions = new Map<AnyEntity, Question[]>();
  return {
    read(entity, name) {
      const question = { name, ...Promise.withResolvers<Row<object> | undefined>() };
      const asked = questions.get(entity);
      if (asked === undefined) questions.set(entity, [question]);
      else asked.push(question);
      onQuestion();
      return question.promise;
    },
    take() {
      const taken = [...questions];
      questions = new Map();
      return taken.map(([entity, asked]) => askFor(rows, entity, asked));
    },
  };
}

const askFor = (rows: Rows, entity: AnyEntity, asked: readonly Question[]): Asked => ({
  statement: holdersOf(entity, asked),
  async answer(answered) {
    // The statement's own columns.
    const records = answered as readonly (RowRecord & { readonly n: number })[];
    const read = await rows.fromRecords(entity, records);
    const byPlace = new Map(records.map(({ n }, at) => [n, read[at]]));
    asked.forEach(({ resolve }, at) => resolve(byPlace.get(at + 1)));
  },
  fail(error) {
    for (const { reject } of asked) reject(error);
  },
});

/** `limit 1` keeps the planner from anything but one index probe per name, and one per row. */
function holdersOf({ table, aggregate }: AnyEntity, asked: readonly Question[]): Sql {
  const column = (of: (name: HeldName) => string) => asked.map(({ name }) => of(name));
  return sql`
    select x.n, t.* from unnest((select ${column(({ instanceId }) => instanceId)}::text[]), (select ${column(({ kind }) => kind)}::text[]),
      (select ${column(({ value }) => value)}::text[])) with ordinality as x(i, k, v, n)
    cross join lateral (select q.aggregate_type, q.aggregate_id, q.entity_id from uniques q
      where q.instance_id = x.i and q.kind = x.k and q.value = x.v limit 1) q
    cross join lateral (select t.instance_id, t.aggregate_id, t.entity_id, t.owner, t.sequence, t.created_at,
      t.changed_at, t.state, t.state_version from ${identifier(table)} t
      where t.instance_id = x.i and t.aggregate_id = q.aggregate_id and t.entity_id = q.entity_id limit 1) t
    where q.aggregate_type = ${aggregate}`;
}
