/** Workers and jobs for the queue's own tests. */
import { type Database, migrate, sql } from "#src/platform/db/index.ts";
import { storeSchema } from "#src/platform/eventstore/index.ts";
import type { FreshDatabase, Template } from "#test/harness/database.ts";
import type { Tasks } from "./model.ts";
import type { WorkerOptions } from "./options.ts";
import { queueSchema } from "./schema.ts";
import { startWorker, type Worker } from "./worker.ts";

export const queueTemplate: Template = {
  name: "gatehouse_queue",
  async prepare(place: FreshDatabase) {
    const database = await place.open();
    await migrate(database, [storeSchema([]), queueSchema]);
    await database.close();
  },
};

export function work(
  database: Pick<Database, "query">,
  tasks: Tasks,
  more: Partial<WorkerOptions> = {},
): Worker {
  return startWorker({
    database,
    tasks,
    onRun: () => undefined,
    onTrouble: () => undefined,
    clock: () => performance.now(),
    random: () => 0.5,
    ...more,
  });
}

export interface JobInput {
  readonly task?: string;
  readonly instanceId?: string;
  readonly orderKey?: string;
  readonly payload?: object;
  /** From now. */
  readonly inMs?: number;
}

export async function addJobs(database: Database, jobs: readonly JobInput[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { task = "t", instanceId = "i1", orderKey, payload = {}, inMs = 0 } of jobs) {
    const [row] = await database.query<{ id: string }>(sql`
      insert into jobs (instance_id, task, payload, order_key, run_at)
      values (${instanceId}, ${task}, ${payload}, ${orderKey ?? null}, now() + make_interval(secs => ${inMs / 1000}::float8))
      returning id::text`);
    if (row) ids.push(row.id);
  }
  return ids;
}

/** Makes waiting jobs due at once. */
export const hurry = (database: Database): Promise<unknown> =>
  database.query(sql`update jobs set run_at = now() where locked_until is null`);

export async function jobCount(database: Database): Promise<number> {
  const [row] = await database.query<{ total: number }>(sql`select count(*)::int as total from jobs`);
  return row?.total ?? -1;
}

/** @throws Error when it does not come true within two minutes */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error("it did not come true");
    await new Promise((settle) => setTimeout(settle, 10));
  }
}
