/**
 * All SQL of the write side: generated once per entity from its columns. Look-ups are scalar subqueries, which can
 * only be planned as one index probe per row; joins and scans would stay from the day the tables were empty.
 */
import type { Sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "../model.ts";

/** The planner on lane connections: key look-ups only. */
export const laneSettings = {
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  enable_bitmapscan: "off",
  enable_material: "off",
  plan_cache_mode: "force_generic_plan",
  lock_timeout: "1s",
  statement_timeout: "5s",
} as const;

/** A row that was read has moved; the detail names the rows. */
export const movedState = "GH001";
/** A unique name is taken; the detail names the claiming rows. */
export const takenState = "GH002";

export type Statement = (rows: readonly object[]) => Sql;
const statement =
  (text: string): Statement =>
  (rows) => ({ text, values: [JSON.stringify(rows)] });

const sameKey = (a: string, b: string) =>
  `${a}.instance_id = ${b}.i and ${a}.aggregate_id = ${b}.a and ${a}.entity_id = ${b}.e`;
const headOf = (column: string, type: string) =>
  `(select h.${column} from heads h where h.instance_id = x.i and h.aggregate_type = ${type} and h.aggregate_id = x.a)`;
/** Counts first: the list of the guilty is built only when there are any. */
const unlessDone = (code: string, on: string) =>
  `select core_raise('${code}', (select string_agg(x.u::text, ',') from x where not exists (select from done d where ${on})))
   where (select count(*) from x) <> (select count(*) from done)`;

export interface EntityStatements {
  readonly read: Statement;
  readonly insert: Statement;
  readonly update: Statement;
  readonly remove: Statement;
  readonly removeParts: Statement;
  readonly guard: Statement;
}

export function entityStatements(entity: AnyEntity): EntityStatements {
  const { table, aggregate, version } = entity;
  const columns = Object.entries(entity.columns ?? {});
  const names = columns.map(([name]) => `, "${name}"`).join("");
  const declared = columns
    .map(([name, { type }]) => `, "${name}" ${type === "text[]" ? "jsonb" : type}`)
    .join("");
  const value = (name: string, type: string) =>
    type === "text[]" ? `array(select jsonb_array_elements_text(x."${name}"))` : `x."${name}"`;
  const values = columns.map(([name, { type }]) => `, ${value(name, type)}`).join("");
  const sets = columns.map(([name, { type }]) => `, "${name}" = ${value(name, type)}`).join("");
  const x = (more: string) =>
    `x as (select * from json_to_recordset($1::json) as x(u int, i text, a text, e text${more}))`;
  const sequence = `${headOf("sequence", `'${aggregate}'`)} - x.b`;
  return {
    read: statement(`select x.u, t.sequence, t.owner, t.created_at, t.changed_at, t.state, t.state_version
      from json_to_recordset($1::json) as x(u int, i text, a text, e text) join ${table} t on ${sameKey("t", "x")}`),
    insert: statement(`with ${x(`, b int, at timestamptz, s jsonb${declared}`)}, done as (
      insert into ${table} (instance_id, aggregate_id, entity_id, sequence, owner, created_at, changed_at, state, state_version${names})
      select x.i, x.a, x.e, ${sequence}, ${headOf("owner", `'${aggregate}'`)}, x.at, x.at, x.s, ${version}${values} from x
      on conflict (instance_id, aggregate_id, entity_id) do nothing returning instance_id, aggregate_id, entity_id)
      ${unlessDone(movedState, sameKey("d", "x"))}`),
    update: statement(`with ${x(`, b int, v bigint, at timestamptz, s jsonb${declared}`)}, done as (
      update ${table} t set sequence = ${sequence}, changed_at = x.at, state = x.s, state_version = ${version}${sets}
      from x where ${sameKey("t", "x")} and t.sequence = x.v returning t.instance_id, t.aggregate_id, t.entity_id)
      ${unlessDone(movedState, sameKey("d", "x"))}`),
    remove: statement(`with ${x(", v bigint")}, done as (
      delete from ${table} t using x where ${sameKey("t", "x")} and t.sequence = x.v
      returning t.instance_id, t.aggregate_id, t.entity_id) ${unlessDone(movedState, sameKey("d", "x"))}`),
    removeParts: statement(
      `delete from ${table} t using json_to_recordset($1::json) as x(i text, a text) where t.instance_id = x.i and t.aggregate_id = x.a`,
    ),
    guard:
      statement(`with ${x(", v bigint")} select core_raise('${movedState}', string_agg(x.u::text, ',')) from x
      where coalesce((select t.sequence from ${table} t where ${sameKey("t", "x")}), 0) <> x.v having count(*) > 0`),
  };
}

/** Heads that are only read are shared-locked, those that are written are locked by the upsert; both in key order. */
export const shareHeads = statement(`select 1 as locked from heads h
  join (select * from json_to_recordset($1::json) as x(i text, t text, a text)) x
    on h.instance_id = x.i and h.aggregate_type = x.t and h.aggregate_id = x.a
  order by h.instance_id, h.aggregate_type, h.aggregate_id for share of h`);
export const lockHeads = statement(`select 1 as locked from heads h
  join (select * from json_to_recordset($1::json) as x(i text, t text, a text)) x
    on h.instance_id = x.i and h.aggregate_type = x.t and h.aggregate_id = x.a
  order by h.instance_id, h.aggregate_type, h.aggregate_id for update of h`);
export const raiseHeads =
  statement(`insert into heads as o (instance_id, aggregate_type, aggregate_id, owner, sequence)
  select i, t, a, o, n from json_to_recordset($1::json) as x(i text, t text, a text, o text, n int) order by i, t, a
  on conflict (instance_id, aggregate_type, aggregate_id) do update set sequence = o.sequence + excluded.sequence
  returning instance_id as i, aggregate_type as t, aggregate_id as a, sequence as n, owner as o`);
export const appendEvents = statement(`insert into events
    (instance_id, aggregate_type, aggregate_id, sequence, unit, entity_id, type, payload, sealed, creator, owner, created_at)
  select x.i, x.t, x.a, ${headOf("sequence", "x.t")} - x.b, x.unit, x.e, x.y, x.p, x.z, x.c, ${headOf("owner", "x.t")}, x.at
  from json_to_recordset($1::json) as x(n int, i text, t text, a text, e text, b int, unit uuid, y text, p jsonb, z jsonb, c text, at timestamptz)
  order by x.n`);
export const releaseNames =
  statement(`delete from uniques q using json_to_recordset($1::json) as x(i text, k text, v text)
  where q.instance_id = x.i and q.kind = x.k and q.value = x.v`);
export const releaseAggregates =
  statement(`delete from uniques q using json_to_recordset($1::json) as x(i text, t text, a text)
  where q.claimant_instance_id = x.i and q.aggregate_type = x.t and q.aggregate_id = x.a`);
export const claimNames = statement(`with x as (select * from json_to_recordset($1::json)
    as x(u int, s text, k text, v text, i text, t text, a text, e text)), done as (
  insert into uniques (instance_id, kind, value, claimant_instance_id, aggregate_type, aggregate_id, entity_id)
  select s, k, v, i, t, a, e from x order by s, k, v on conflict do nothing returning instance_id, kind, value)
  ${unlessDone(takenState, "d.instance_id = x.s and d.kind = x.k and d.value = x.v")}`);
export const addJobs = statement(`insert into jobs (instance_id, task, payload, order_key, run_at)
  select i, t, p, o, coalesce(r, now()) from json_to_recordset($1::json) as x(n int, i text, t text, p jsonb, o text, r timestamptz) order by n`);
export const bumpVersions = statement(`insert into config_versions as c (instance_id, owner, version)
  select i, o, 1 from json_to_recordset($1::json) as x(i text, o text) order by i, o
  on conflict (instance_id, owner) do update set version = c.version + 1
  returning instance_id as i, owner as o, version as v`);
export const findUnits =
  statement(`select distinct unit from events where (instance_id, aggregate_type, aggregate_id) in
    (select i, t, a from json_to_recordset($1::json) as x(i text, t text, a text, unit uuid)) and unit in
    (select unit from json_to_recordset($1::json) as x(i text, t text, a text, unit uuid))`);
export const readKeys =
  statement(`select x.u, k.key, k.user_id from json_to_recordset($1::json) as x(u int, i text, t text, a text)
  join subject_keys k on k.instance_id = x.i and k.subject_type = x.t and k.subject_id = x.a`);
export const addKeys =
  statement(`insert into subject_keys as k (instance_id, subject_type, subject_id, user_id, key)
  select i, t, a, w, k from json_to_recordset($1::json) as x(i text, t text, a text, w text, k jsonb)
  on conflict (instance_id, subject_type, subject_id) do update set user_id = excluded.user_id`);
export const dropKeys =
  statement(`delete from subject_keys k using json_to_recordset($1::json) as x(i text, t text, a text)
  where k.instance_id = x.i and k.subject_type = x.t and k.subject_id = x.a`);
export const dropKeysOfUsers =
  statement(`delete from subject_keys k using json_to_recordset($1::json) as x(i text, t text, a text)
  where k.instance_id = x.i and k.user_id = x.a`);
export const begin: Sql = { text: "begin", values: [] };
export const commit: Sql = { text: "commit", values: [] };
export const rollback: Sql = { text: "rollback", values: [] };
