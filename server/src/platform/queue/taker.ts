import type { TakenJob } from "./model.ts";
import type { Settled } from "./options.ts";
import { type JobRow, nextDue, plant, takeJobs } from "./statements.ts";

/** Pause before looking for a job that came due right after a look, unless another one of its key holds it up. */
const justDueMs = 25;

/** Goes round the instances: each look begins behind the last instance that was served. */
export function createTaker({ database, tasks, leaseMs, pollMs, onTrouble }: Settled) {
  const names = Object.keys(tasks);
  let afterInstance: string | undefined;

  async function takeBehind(limit: number): Promise<readonly TakenJob[]> {
    const rows = await database.query<JobRow>(takeJobs({ tasks: names, limit, leaseMs, afterInstance }));
    afterInstance = rows.reduce<string | undefined>(
      (last, row) => (last === undefined || row.instance_id > last ? row.instance_id : last),
      undefined,
    );
    return rows.map((row) => ({
      id: row.id,
      instanceId: row.instance_id,
      task: row.task,
      payload: row.payload,
      attempt: row.attempts,
    }));
  }

  return {
    async take(limit: number): Promise<readonly TakenJob[]> {
      const fromStart = afterInstance === undefined;
      const jobs = await takeBehind(limit);
      if (fromStart || jobs.length === limit) return jobs;
      afterInstance = undefined;
      return [...jobs, ...(await takeBehind(limit - jobs.length))];
    },
    async untilNext(): Promise<number> {
      const [next] = await database.query<{ ms: number }>(nextDue(names, pollMs));
      const ms = next?.ms ?? pollMs;
      return ms > 0 ? Math.min(pollMs, Math.ceil(ms)) : justDueMs;
    },
    /** Puts periodic tasks in place; the next start tries again should the database be away. */
    async plant(): Promise<void> {
      const periodic = names.filter((name) => tasks[name]?.everyMs !== undefined);
      if (periodic.length > 0) await database.query(plant(periodic)).catch(onTrouble);
    },
  };
}
