import { type Connection, type Sql, sql } from "#src/platform/db/index.ts";
import { columnField } from "../lane/entity-statements.ts";
import type { PlainEntity } from "../registry.ts";
import type { FoldedRow } from "./fold.ts";
import { namesOfRows } from "./names.ts";

const plain = (text: string, values: readonly unknown[]): Sql => ({ text, values });

function recordOf({ entity, ...row }: FoldedRow): object {
  const record: Record<string, unknown> = {
    i: row.instanceId,
    a: row.aggregateId,
    e: row.entityId,
    o: row.owner,
    v: row.sequence,
    f: row.createdAt,
    at: row.changedAt,
    s: row.state,
  };
  Object.values(entity.columns ?? {}).forEach((column, n) => {
    record[columnField(n)] = column.of(row.state);
  });
  return record;
}

function recordset({ columns = {} }: PlainEntity): string {
  const declared = Object.values(columns).map(({ type }, n) => `, ${columnField(n)} ${type}`);
  return `json_to_recordset($1::json) as x(i text, a text, e text, o text, v bigint, f timestamptz, at timestamptz,
    s jsonb${declared.join("")})`;
}

/** Writes folded rows and their names into the tables of another schema. */
export async function insertRows(
  connection: Connection,
  rows: readonly FoldedRow[],
  schema: string,
): Promise<void> {
  for (const [entity, mine] of Map.groupBy(rows, (row) => row.entity)) {
    const columns = Object.keys(entity.columns ?? {});
    const names = columns.map((name) => `, "${name}"`).join("");
    const values = columns.map((_, n) => `, x.${columnField(n)}`).join("");
    await connection.query(
      plain(
        `insert into ${schema}.${entity.table} (instance_id, aggregate_id, entity_id, owner, sequence, created_at,
          changed_at, state, state_version${names})
        select x.i, x.a, x.e, x.o, x.v, x.f, x.at, x.s, ${entity.version}${values} from ${recordset(entity)}`,
        [JSON.stringify(mine.map(recordOf))],
      ),
    );
  }
  await insertNames(connection, rows, schema);
}

async function insertNames(
  connection: Connection,
  rows: readonly FoldedRow[],
  schema: string,
): Promise<void> {
  const records = namesOfRows(rows).map(({ scopeId, kind, value, row }) => ({
    s: scopeId,
    k: kind,
    v: value,
    i: row.instanceId,
    t: row.entity.aggregate,
    a: row.aggregateId,
    e: row.entityId,
  }));
  if (records.length === 0) return;
  await connection.query(
    plain(
      `insert into ${schema}.uniques (instance_id, kind, value, claimant_instance_id, aggregate_type, aggregate_id, entity_id)
      select s, k, v, i, t, a, e
      from json_to_recordset($1::json) as x(s text, k text, v text, i text, t text, a text, e text)`,
      [JSON.stringify(records)],
    ),
  );
}

/** Brings rows of an older version up to date, where nobody has written them meanwhile. */
export async function updateOutdated(
  connection: Connection,
  entity: PlainEntity,
  rows: readonly FoldedRow[],
): Promise<void> {
  const sets = Object.keys(entity.columns ?? {}).map((name, n) => `, "${name}" = x.${columnField(n)}`);
  await connection.query(
    plain(
      `update ${entity.table} t set state = x.s, state_version = ${entity.version}${sets.join("")}
      from ${recordset(entity)} where t.instance_id = x.i and t.aggregate_id = x.a and t.entity_id = x.e
        and t.sequence = x.v and t.state_version < ${entity.version}`,
      [JSON.stringify(rows.map(recordOf))],
    ),
  );
}

/** Takes aggregates out of the tables of another schema. */
export async function deleteAggregates(
  connection: Connection,
  entities: readonly PlainEntity[],
  places: {
    readonly instance: readonly string[];
    readonly type: readonly string[];
    readonly id: readonly string[];
  },
  schema: string,
): Promise<void> {
  const these = sql`unnest(${places.instance}::text[], ${places.type}::text[], ${places.id}::text[]) as x(i, t, a)`;
  const table = (name: string): Sql => plain(`${schema}.${name}`, []);
  await connection.send([
    ...entities.map(
      ({ table: name, aggregate }) => sql`delete from ${table(name)} t using ${these}
        where t.instance_id = x.i and t.aggregate_id = x.a and x.t = ${aggregate}`,
    ),
    sql`delete from ${table("uniques")} u using ${these}
      where u.claimant_instance_id = x.i and u.aggregate_type = x.t and u.aggregate_id = x.a`,
  ]);
}
