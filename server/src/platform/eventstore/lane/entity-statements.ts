import type { PlainEntity } from "../registry.ts";
import { type ListStatement, ofHead, overList, rowMoved, unlessDone, unlessNewer } from "./statements.ts";

/** The statements of one entity's table, generated from its declaration. `x` is a record, `t` the table. */
export interface EntityStatements {
  /** Answers for every record, whether the row is there or not. */
  readonly read: ListStatement;
  readonly insert: ListStatement;
  readonly update: ListStatement;
  readonly remove: ListStatement;
  readonly removeAggregates: ListStatement;
  /** Rows that were read and not written: still what the decision saw? */
  readonly guard: ListStatement;
}

const sameRow = (a: string, b: string): string =>
  `${a}.instance_id = ${b}.i and ${a}.aggregate_id = ${b}.a and ${a}.entity_id = ${b}.e`;

const records = (more: string): string =>
  `x as (select * from json_to_recordset($1::json) as x(u int, i text, a text, e text${more}))`;

/** The name of an extracted column in the records, apart from the records' own. */
export const columnField = (n: number): string => `c${n}`;

export function entityStatements(entity: PlainEntity): EntityStatements {
  const { table, aggregate, version, personal } = entity;
  const columns = Object.entries(entity.columns ?? {});
  const names = columns.map(([name]) => `, "${name}"`).join("");
  const declared = columns.map(([, { type }], n) => `, ${columnField(n)} ${type}`).join("");
  const values = columns.map((_, n) => `, x.${columnField(n)}`).join("");
  const sets = columns.map(([name], n) => `, "${name}" = x.${columnField(n)}`).join("");
  const type = `'${aggregate}'`;
  const sequence = `${ofHead("sequence", type)} - x.b`;
  const subject = `(select jsonb_build_object('key', k.key, 'user', k.user_id) from subject_keys k
    where k.instance_id = x.i and k.subject_type = ${type} and k.subject_id = x.a)`;
  const moved = unlessDone(rowMoved, sameRow("d", "x"));
  const wrote = `${unlessNewer(table, version)} union all ${moved}`;
  return {
    read: overList(`select x.u, t.sequence, t.created_at, t.changed_at, t.state, t.state_version,
      coalesce(t.owner, ${ofHead("owner", type)}) as owner, ${personal ? subject : "null::jsonb"} as subject
      from json_to_recordset($1::json) as x(u int, i text, a text, e text) left join ${table} t on ${sameRow("t", "x")}`),
    insert:
      overList(`with ${records(`, o text, b int, q bigint, at timestamptz, s jsonb${declared}`)}, done as (
      insert into ${table} (instance_id, aggregate_id, entity_id, owner, sequence, created_at, changed_at, state, state_version${names})
      select x.i, x.a, x.e, x.o, coalesce(x.q, ${sequence}), x.at, x.at, x.s, ${version}${values} from x
      on conflict (instance_id, aggregate_id, entity_id) do nothing returning instance_id, aggregate_id, entity_id) ${wrote}`),
    update:
      overList(`with ${records(`, v bigint, b int, f timestamptz, at timestamptz, s jsonb${declared}`)}, done as (
      update ${table} t set sequence = ${sequence}, created_at = x.f, changed_at = x.at, state = x.s, state_version = ${version}${sets}
      from x where ${sameRow("t", "x")} and t.sequence = x.v returning t.instance_id, t.aggregate_id, t.entity_id) ${wrote}`),
    remove: overList(`with ${records(", v bigint")}, done as (
      delete from ${table} t using x where ${sameRow("t", "x")} and t.sequence = x.v
      returning t.instance_id, t.aggregate_id, t.entity_id) ${moved}`),
    removeAggregates:
      overList(`delete from ${table} t using json_to_recordset($1::json) as x(i text, t text, a text)
      where t.instance_id = x.i and t.aggregate_id = x.a`),
    guard:
      overList(`with ${records(", v bigint")} select core_raise('${rowMoved}', string_agg(x.u::text, ',')) from x
      where coalesce((select t.sequence from ${table} t where ${sameRow("t", "x")}), 0) <> x.v having count(*) > 0`),
  };
}
