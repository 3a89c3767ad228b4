import { type Database, sql } from "#src/platform/db/index.ts";
import type { Delivery, DeliveryOutcome } from "./model.ts";
import { forgetDeliveriesBefore } from "./statements.ts";

interface DeliveryRow {
  readonly job_id: string;
  readonly attempt: number;
  readonly task: string;
  readonly outcome: DeliveryOutcome;
  readonly error: string | null;
  readonly finished_at: Date;
}

/** What became of an instance's jobs, newest first. @param only such as "dead" for the dead letters */
export async function listDeliveries(
  database: Pick<Database, "query">,
  instanceId: string,
  limit: number,
  only?: DeliveryOutcome,
): Promise<readonly Delivery[]> {
  const rows = await database.query<DeliveryRow>(sql`
    select job_id::text, attempt, task, outcome, error, finished_at from job_deliveries
    where instance_id = ${instanceId} and (${only ?? null}::text is null or outcome = ${only ?? null})
    order by finished_at desc, job_id desc, attempt desc limit ${limit}`);
  return rows.map((row) => ({
    jobId: row.job_id,
    attempt: row.attempt,
    task: row.task,
    outcome: row.outcome,
    error: row.error ?? undefined,
    finishedAt: row.finished_at,
  }));
}

/** Records per statement: short, so that nobody waits for it. */
const chunk = 1_000;

/** Delivery records have their time too. @returns how many were forgotten; about `limit` when more are left */
export async function forgetDeliveries(
  database: Pick<Database, "query">,
  before: Date,
  limit: number,
): Promise<number> {
  let total = 0;
  for (let gone = chunk; gone === chunk && total < limit; total += gone)
    gone = (await database.query(forgetDeliveriesBefore(before, chunk))).length;
  return total;
}

/** Gives a dead letter another chance, as a new job. @returns false when there is none of that id */
export async function reviveDead(
  database: Pick<Database, "query">,
  instanceId: string,
  jobId: string,
): Promise<boolean> {
  const revived = await database.query(sql`
    with dead as (
      update job_deliveries set outcome = 'retry' where instance_id = ${instanceId}
        and job_id = ${jobId}::bigint and outcome = 'dead' returning *)
    insert into jobs (instance_id, task, payload, order_key, run_at)
    select instance_id, task, payload, order_key, now() from dead returning id`);
  return revived.length > 0;
}
