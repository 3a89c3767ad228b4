import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "#src/platform/db/index.ts";
import { backOffMs, defaultMaxAttempts } from "./back-off.ts";
import type { TakenJob, Task } from "./model.ts";
import type { Settled } from "./options.ts";
import { finishJob, retryJob } from "./statements.ts";

/** How often the end of an attempt is tried to be recorded while the database is away. */
const settleAttempts = 5;
const settlePauseMs = 1_000;

/** Runs one attempt and records its end; never rejects. */
export async function runAttempt(options: Settled, job: TakenJob): Promise<void> {
  const task = options.tasks[job.task];
  if (task === undefined) return;
  const began = options.clock();
  const { outcome, statement } = await attempt(options, task, job);
  options.onRun({ task: job.task, outcome, durationMs: options.clock() - began });
  await record(options, statement);
}

async function attempt(options: Settled, task: Task, job: TakenJob) {
  const { maxAttempts = defaultMaxAttempts, everyMs } = task;
  // It took its worker down, again and again.
  if (job.attempt > maxAttempts)
    return { outcome: "dead", statement: finishJob(job, "dead", "its workers vanished", everyMs) } as const;
  try {
    const result = await task.run(job);
    const statement = finishJob(job, "done", null, result === "again" ? 0 : everyMs);
    return { outcome: "done", statement } as const;
  } catch (error) {
    options.onTrouble(error, job);
    const text = describe(error);
    if (job.attempt >= maxAttempts)
      return { outcome: "dead", statement: finishJob(job, "dead", text, everyMs) } as const;
    const statement = retryJob(job, text, backOffMs(job.attempt, options.random()));
    return { outcome: "retry", statement } as const;
  }
}

/** Done but not recorded is done once more: so it is tried for a while. */
async function record({ database, onTrouble }: Settled, statement: Sql): Promise<void> {
  for (let n = 1; n <= settleAttempts; n += 1) {
    try {
      await database.query(statement);
      return;
    } catch (error) {
      onTrouble(error);
      if (n < settleAttempts) await sleep(settlePauseMs);
    }
  }
}

const maxErrorLength = 500;

function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replaceAll("\0", "").slice(0, maxErrorLength);
}
