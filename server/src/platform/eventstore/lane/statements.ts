/**
 * The core's own SQL of the write side. Look-ups are scalar subqueries, which can only be planned as one index probe
 * per row: named statements are planned while tables are empty, and a join or a scan would stay for ever.
 */
import type { Settings, Sql } from "#src/platform/db/index.ts";

/** Of lane connections: they look up keys and nothing else. */
export const laneSettings: Settings = {
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  enable_bitmapscan: "off",
  enable_material: "off",
  plan_cache_mode: "force_generic_plan",
  lock_timeout: "1s",
  statement_timeout: "5s",
  idle_in_transaction_session_timeout: "10s",
};

/** A row is not what the decision saw; the detail names the rows (`BatchRow.n`). */
export const rowMoved = "GH001";
/** A unique name is taken; the detail names the claims by their place in the statement. */
export const nameTaken = "GH002";
/** An aggregate is not what the decision took it for; the detail names the aggregates (`BatchAggregate.n`). */
export const aggregateMoved = "GH003";
/** Newer processes have changed a table's rows in a way that this one does not know; the detail names the tables. */
export const tooOld = "GH004";

/** A statement over a list of records, sent as one JSON parameter. */
export type ListStatement = (list: readonly object[]) => Sql;

export function overList(text: string): ListStatement {
  return (list) => ({ text, values: [JSON.stringify(list)] });
}

/** Refuses with a code and what it is about. */
export const raiseFunction = `create or replace function core_raise(code text, details text) returns void language plpgsql as
    $$ begin raise exception 'core' using errcode = code, detail = details; end $$`;

/**
 * Locks all heads of a batch in the order given, which is the same in every process: writers exclusively, by raising
 * their sequence; readers shared. An absent head that is only read is held absent: a row that is inserted and deleted
 * again keeps everybody else from inserting it until the transaction ends.
 * @param mayBeNew knows heads that must not have been there before; the first migration made it without
 */
export const headsFunction = (
  mayBeNew: boolean,
): string => `create or replace function core_heads(list json) returns table (head int, reached bigint) language plpgsql as $$
    declare x record;
    begin
      for x in select * from json_to_recordset(list) as x(n int, i text, t text, a text, o text, c int${mayBeNew ? ", b boolean" : ""}) loop
        if x.c > 0 then
          insert into heads as h (instance_id, aggregate_type, aggregate_id, owner, sequence)
            values (x.i, x.t, x.a, x.o, x.c)
            on conflict (instance_id, aggregate_type, aggregate_id)
            do update set sequence = h.sequence + excluded.sequence where h.owner = excluded.owner
            returning h.sequence into reached;
          if not found${mayBeNew ? " or x.b and reached > x.c" : ""} then perform core_raise('${aggregateMoved}', x.n::text); end if;
          head := x.n;
          return next;
        else
          loop
            perform 1 from heads h
              where h.instance_id = x.i and h.aggregate_type = x.t and h.aggregate_id = x.a for share;
            exit when found;
            insert into heads (instance_id, aggregate_type, aggregate_id, owner, sequence)
              values (x.i, x.t, x.a, '', 0) on conflict do nothing;
            if found then
              delete from heads h where h.instance_id = x.i and h.aggregate_type = x.t and h.aggregate_id = x.a;
              exit;
            end if;
          end loop;
        end if;
      end loop;
    end $$`;

/** The named records that are not in `done`; counted first, so that the list is built only when there are any. */
export const unlessDone = (code: string, on: string, place = "u"): string =>
  `select core_raise('${code}', (select string_agg(x.${place}::text, ',') from x where not exists (select from done d where ${on})))
   where (select count(*) from x) <> (select count(*) from done)`;

/**
 * Refuses where newer processes have raised a table's version. A statement that writes the table locks it before it looks
 * at anything: a migration that raises the version waits for it, or its version is seen here.
 */
export const unlessNewer = (table: string, version: number): string =>
  `select core_raise('${tooOld}', '${table}')
   where ${version} < (select e.min_version from entity_versions e where e.table_name = '${table}')`;

/** The head of record `x`; `type` is an SQL expression. */
export const ofHead = (column: string, type: string): string =>
  `(select h.${column} from heads h where h.instance_id = x.i and h.aggregate_type = ${type} and h.aggregate_id = x.a)`;

const plain = (text: string): Sql => ({ text, values: [] });
export const begin = plain("begin");
export const commit = plain("commit");
export const rollback = plain("rollback");

/** Heads of aggregates that begin with the batch. Nobody else knows them, so their order means nothing. */
export const addHeads = overList(`with x as (select * from json_to_recordset($1::json)
    as x(n int, i text, t text, a text, o text, c int)), done as (
  insert into heads (instance_id, aggregate_type, aggregate_id, owner, sequence)
  select i, t, a, o, c from x on conflict do nothing returning instance_id, aggregate_type, aggregate_id)
  ${unlessDone(aggregateMoved, "d.instance_id = x.i and d.aggregate_type = x.t and d.aggregate_id = x.a", "n")}`);

export const takeHeads = overList("select head, reached from core_heads($1::json)");

/** For units that lost twice: nobody can overtake them between reading and writing. */
export const lockHeads = overList(`select 1 as locked
  from json_to_recordset($1::json) as x(n int, i text, t text, a text)
  join heads h on h.instance_id = x.i and h.aggregate_type = x.t and h.aggregate_id = x.a
  order by x.n for update of h`);

export const appendEvents = overList(`insert into events
    (instance_id, aggregate_type, aggregate_id, sequence, unit, entity_id, type, payload, sealed, creator, owner, created_at)
  select x.i, x.t, x.a, coalesce(x.q, ${ofHead("sequence", "x.t")} - x.b), x.unit, x.e, x.y, x.p, decode(x.z, 'base64'), x.c, x.o, x.at
  from json_to_recordset($1::json) as x(n int, i text, t text, a text, b int, q bigint, unit uuid, e text, y text, p jsonb, z text,
    c text, o text, at timestamptz)
  order by x.n`);

export const releaseNames = overList(`delete from uniques q
  using json_to_recordset($1::json) as x(s text, k text, v text, i text, t text, a text)
  where q.instance_id = x.s and q.kind = x.k and q.value = x.v
    and q.claimant_instance_id = x.i and q.aggregate_type = x.t and q.aggregate_id = x.a`);

export const releaseNamesOfAggregates = overList(`delete from uniques q
  using json_to_recordset($1::json) as x(i text, t text, a text)
  where q.claimant_instance_id = x.i and q.aggregate_type = x.t and q.aggregate_id = x.a`);

export const claimNames = overList(`with x as (select * from json_to_recordset($1::json)
    as x(u int, s text, k text, v text, i text, t text, a text, e text)), done as (
  insert into uniques (instance_id, kind, value, claimant_instance_id, aggregate_type, aggregate_id, entity_id)
  select s, k, v, i, t, a, e from x order by s, k, v on conflict do nothing returning instance_id, kind, value)
  ${unlessDone(nameTaken, "d.instance_id = x.s and d.kind = x.k and d.value = x.v")}`);

export const keepGone = overList(`insert into gone (instance_id, aggregate_type, aggregate_id, entity_id)
  select i, t, a, e from json_to_recordset($1::json) as x(i text, t text, a text, e text) on conflict do nothing`);

export const addSubjects = overList(`with x as (select * from json_to_recordset($1::json)
    as x(u int, i text, t text, a text, w text, k jsonb)), done as (
  insert into subject_keys (instance_id, subject_type, subject_id, user_id, key)
  select i, t, a, w, k from x on conflict do nothing returning instance_id, subject_type, subject_id)
  ${unlessDone(aggregateMoved, "d.instance_id = x.i and d.subject_type = x.t and d.subject_id = x.a")}`);

export const bindSubjects = overList(`update subject_keys k set user_id = x.w
  from json_to_recordset($1::json) as x(i text, t text, a text, w text)
  where k.instance_id = x.i and k.subject_type = x.t and k.subject_id = x.a`);

export const dropSubjects = overList(`delete from subject_keys k
  using json_to_recordset($1::json) as x(i text, t text, a text)
  where k.instance_id = x.i and k.subject_type = x.t and k.subject_id = x.a`);

export const dropSubjectsOfUsers = overList(`delete from subject_keys k
  using json_to_recordset($1::json) as x(i text, t text, a text)
  where k.instance_id = x.i and k.user_id = x.a`);

export const addJobs = overList(`insert into jobs (instance_id, task, payload, order_key, run_at)
  select i, t, p, o, coalesce(r, now())
  from json_to_recordset($1::json) as x(n int, i text, t text, p jsonb, o text, r timestamptz) order by n`);

export const bumpVersions = overList(`insert into config_versions as c (instance_id, owner, version)
  select i, o, 1 from json_to_recordset($1::json) as x(n int, i text, o text) order by n
  on conflict (instance_id, owner) do update set version = c.version + 1
  returning instance_id, owner, version`);

/** What became of a batch whose answer was lost: the last sequence its last unit gave each aggregate. */
export const findStored =
  overList(`select x.n as head, (select max(e.sequence) from events e where e.instance_id = x.i
    and e.aggregate_type = x.t and e.aggregate_id = x.a and e.unit = x.unit) as reached
  from json_to_recordset($1::json) as x(n int, i text, t text, a text, unit uuid)`);
