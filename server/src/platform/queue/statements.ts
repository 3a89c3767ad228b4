/** Every statement about jobs. Times are the database's, so that nodes agree. */
import { type Sql, sql } from "#src/platform/db/index.ts";

export interface JobRow {
  readonly id: string;
  readonly instance_id: string;
  readonly task: string;
  readonly payload: unknown;
  readonly attempts: number;
}

const milliseconds = (ms: number): Sql => sql`make_interval(secs => ${ms / 1000}::float8)`;

/** Instances that one look considers. */
const maxInstances = 32;

/** Other workers may hold the first ones at this moment: so many times as many are considered as are wanted. */
const spare = 4;

const isDue = sql`j.run_at <= now() and (j.locked_until is null or j.locked_until < now())`;

/** A job waits for the earlier ones of its key, also while those wait for another attempt. */
const isNext = sql`(j.order_key is null or not exists (select from jobs e
  where e.instance_id = j.instance_id and e.order_key = j.order_key and e.id < j.id))`;

export interface Taking {
  readonly tasks: readonly string[];
  readonly limit: number;
  readonly leaseMs: number;
  /** Only instances behind this one. */
  readonly afterInstance: string | undefined;
}

/**
 * Takes due jobs, the first of every instance before the second of any, and leases them. The attempt's number is the
 * proof of the lease. An attempt whose lease ran out is recorded as lost.
 */
export function takeJobs({ tasks, limit, leaseMs, afterInstance }: Taking): Sql {
  const mine = sql`j.task = any(${tasks}::text[])`;
  // Skips from instance to instance in the index, no further than it is asked for.
  const behind = (place: Sql): Sql => sql`(select j.instance_id from jobs j
    where ${place} and ${isDue} and ${mine} order by j.instance_id limit 1)`;
  const first = afterInstance === undefined ? sql`true` : sql`j.instance_id > ${afterInstance}`;
  return sql`
    with recursive waiting (instance_id) as (
      select ${behind(first)}
      union all
      select ${behind(sql`j.instance_id > w.instance_id`)} from waiting w where w.instance_id is not null),
    candidates as materialized (
      select c.id, c.nth from (
        select w.instance_id from waiting w where w.instance_id is not null limit ${maxInstances}) w
      cross join lateral (
        select n.id, row_number() over (order by n.run_at, n.id) as nth from (
          select j.id, j.run_at from jobs j
          where j.instance_id = w.instance_id and ${isDue} and ${mine} and ${isNext}
          order by j.run_at, j.id limit ${limit * spare}) n) c),
    taken as materialized (
      select j.id, j.instance_id, j.task, j.order_key, j.attempts, j.locked_until
      from jobs j join candidates c on c.id = j.id where ${isDue}
      order by c.nth, j.instance_id limit ${limit} for update of j skip locked),
    lost as (
      insert into job_deliveries (job_id, attempt, instance_id, task, order_key, payload, outcome, finished_at)
      select t.id, t.attempts, t.instance_id, t.task, t.order_key, '{}'::jsonb, 'lost', now()
      from taken t where t.locked_until is not null on conflict do nothing)
    update jobs j set locked_until = now() + ${milliseconds(leaseMs)}, attempts = j.attempts + 1
    from taken t where j.id = t.id
    returning j.id::text, j.instance_id, j.task, j.payload, j.attempts`;
}

/**
 * In how many milliseconds the next job is due; no row when that is later than `withinMs`, or never. Negative for one
 * that has come due since the last look, a moment ago.
 */
export const nextDue = (tasks: readonly string[], withinMs: number): Sql => sql`
  select extract(epoch from j.run_at - now())::float8 * 1000 as ms from jobs j
  where j.run_at > now() - interval '1 second' and j.run_at <= now() + ${milliseconds(withinMs)}
    and (j.locked_until is null or j.locked_until < now()) and j.task = any(${tasks}::text[])
  order by j.run_at limit 1`;

/** Names an attempt; once its lease is gone to somebody else, it names nothing. */
export interface Lease {
  readonly id: string;
  readonly attempt: number;
}

const held = ({ id, attempt }: Lease): Sql => sql`id = ${id}::bigint and attempts = ${attempt}`;

export const renewLeases = (leases: readonly Lease[], leaseMs: number): Sql => sql`
  update jobs j set locked_until = now() + ${milliseconds(leaseMs)}
  from unnest(${leases.map(({ id }) => id)}::bigint[], ${leases.map(({ attempt }) => attempt)}::int[]) as x(id, attempt)
  where j.id = x.id and j.attempts = x.attempt`;

/** Over for good. Only a dead letter keeps its payload, so that it can be sent again. */
export function finishJob(
  lease: Lease,
  outcome: "done" | "dead",
  error: string | null,
  followAfterMs?: number,
): Sql {
  const payload = outcome === "dead" ? sql`g.payload` : sql`'{}'::jsonb`;
  const record = sql`insert into job_deliveries
      (job_id, attempt, instance_id, task, order_key, payload, outcome, error, finished_at)
    select g.id, g.attempts, g.instance_id, g.task, g.order_key, ${payload}, ${outcome}::text, ${error}::text, now() from gone g`;
  const gone = sql`with gone as (delete from jobs where ${held(lease)} returning *)`;
  if (followAfterMs === undefined) return sql`${gone} ${record}`;
  return sql`${gone}, record as (${record})
    insert into jobs (instance_id, task, payload, order_key, run_at)
    select g.instance_id, g.task, g.payload, g.order_key, now() + ${milliseconds(followAfterMs)} from gone g`;
}

export const retryJob = (lease: Lease, error: string, afterMs: number): Sql => sql`
  with later as (
    update jobs set locked_until = null, run_at = now() + ${milliseconds(afterMs)} where ${held(lease)} returning *)
  insert into job_deliveries (job_id, attempt, instance_id, task, order_key, payload, outcome, error, finished_at)
  select l.id, l.attempts, l.instance_id, l.task, l.order_key, '{}'::jsonb, 'retry', ${error}::text, now() from later l`;

/** Periodic jobs belong to no instance, and there is one of each. */
export const plant = (tasks: readonly string[]): Sql => sql`
  insert into jobs (instance_id, task, payload, run_at) select '', x, '{}'::jsonb, now() from unnest(${tasks}::text[]) as x
  on conflict do nothing`;

export const forgetDeliveriesBefore = (before: Date, most: number): Sql => sql`
  delete from job_deliveries where (job_id, attempt) in (
    select job_id, attempt from job_deliveries where finished_at < ${before}
    order by finished_at limit ${most} for update skip locked)
  returning 1 as gone`;
