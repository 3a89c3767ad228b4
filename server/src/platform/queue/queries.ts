import { type Sql, sql } from "#src/platform/db/index.ts";

export interface JobRow {
  readonly id: number | bigint;
  readonly instance_id: string;
  readonly task: string;
  readonly payload: object;
  readonly attempts: number;
}

/**
 * Takes due jobs: nobody else sees them until the lease is over. Of those with the same order key only the first.
 * @param tasks those that this process can do: during an upgrade an older one leaves the newer ones' jobs alone
 */
export const takeJobs = (tasks: readonly string[], limit: number, leaseMs: number): Sql => sql`
  with due as (
    select j.id from jobs j
    where j.run_at <= now() and j.task = any(${tasks}::text[])
      and (j.order_key is null or not exists (select from jobs b where b.instance_id = j.instance_id
        and b.order_key = j.order_key and b.id < j.id and b.dead_at is null))
    order by j.run_at, j.id limit ${limit} for update skip locked)
  update jobs j set run_at = now() + ${leaseMs} * interval '1 millisecond', attempts = j.attempts + 1
  from due where j.id = due.id
  returning j.id, j.instance_id, j.task, j.payload, j.attempts`;

export type DeliveryOutcome = "done" | "failed" | "dead";

export interface DeliveryInput {
  readonly id: string;
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  readonly detail: string;
}

/** A lease that has run out may have given the job to somebody else: then their outcome counts. */
const whoseLease = ({ id, attempt }: DeliveryInput): Sql => sql`id = ${id}::bigint and attempts = ${attempt}`;

const record = (changed: Sql, { attempt, outcome, detail }: DeliveryInput): Sql => sql`
  with job as (${changed} returning id, instance_id, task)
  insert into job_deliveries (instance_id, job_id, attempt, task, outcome, detail)
  select instance_id, id, ${attempt}, task, ${outcome}, ${detail} from job on conflict do nothing`;

export const finishJob = (delivery: DeliveryInput): Sql =>
  record(sql`delete from jobs where ${whoseLease(delivery)}`, delivery);

export const postponeJob = (delivery: DeliveryInput, ms: number): Sql =>
  record(
    sql`update jobs set run_at = now() + ${ms} * interval '1 millisecond' where ${whoseLease(delivery)}`,
    delivery,
  );

/** A dead letter stays to be looked at, and does not hold up those behind it. */
export const buryJob = (delivery: DeliveryInput): Sql =>
  record(sql`update jobs set run_at = 'infinity', dead_at = now() where ${whoseLease(delivery)}`, delivery);
