/** What became of jobs, for people to look at. */
import { type Database, sql } from "#src/platform/db/index.ts";
import type { DeliveryOutcome } from "./queries.ts";

export interface Delivery {
  readonly jobId: string;
  readonly task: string;
  readonly attempt: number;
  readonly outcome: DeliveryOutcome;
  /** The task's note, or the error's message. */
  readonly detail: string;
  readonly finishedAt: Date;
}

/** Attempts of the last 30 days, newest first. */
export async function deliveries(
  database: Database,
  instanceId: string,
  limit: number,
): Promise<readonly Delivery[]> {
  return database.query<Delivery>(sql`
    select job_id::text as "jobId", task, attempt, outcome, detail, finished_at as "finishedAt"
    from job_deliveries where instance_id = ${instanceId} order by finished_at desc, attempt desc limit ${limit}`);
}

export interface DeadJob {
  readonly id: string;
  readonly task: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

/** Jobs that were given up, newest first. */
export async function deadJobs(
  database: Database,
  instanceId: string,
  limit: number,
): Promise<readonly DeadJob[]> {
  return database.query<DeadJob>(sql`
    select id::text as id, task, attempts, created_at as "createdAt", dead_at as "deadAt"
    from jobs where instance_id = ${instanceId} and dead_at is not null order by dead_at desc limit ${limit}`);
}

/** Gives a dead letter its next attempt. @returns false when there is none of that id */
export async function reviveDead(database: Database, instanceId: string, id: string): Promise<boolean> {
  const revived = await database.query(sql`
    update jobs set run_at = now(), dead_at = null
    where instance_id = ${instanceId} and id = ${id}::bigint and dead_at is not null returning id`);
  return revived.length > 0;
}

const keepDays = 30;

/** Forgets delivery records and dead letters of all instances after 30 days. */
export async function forgetDelivered(database: Database): Promise<void> {
  await database.query(
    sql`delete from job_deliveries where finished_at < now() - ${keepDays} * interval '1 day'`,
  );
  await database.query(sql`delete from jobs where dead_at < now() - ${keepDays} * interval '1 day'`);
}
