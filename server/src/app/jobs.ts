/** The jobs of this process: what there is to do, with the parts of the product that it takes. */
import { forgetMessages } from "#src/domains/message/index.ts";
import { claiming, cleanups, loginNames, logouts, purging, withOrgProgress } from "#src/jobs/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import { DeliveryFailed } from "#src/platform/delivery/index.ts";
import { type AnyEntity, purge } from "#src/platform/eventstore/index.ts";
import { purgeLimits } from "#src/platform/limits/index.ts";
import {
  forgetDeliveries,
  startWorker,
  type TakenJob,
  type Tasks,
  type Worker,
} from "#src/platform/queue/index.ts";
import type { Log, Metrics } from "#src/platform/telemetry/index.ts";
import type { ContextParts } from "./context.ts";
import type { Core } from "./core.ts";
import { setupContext } from "./first-instance.ts";
import { entities } from "./parts.ts";
import { forgetAbandonedAssets } from "./queries.ts";

export interface JobOptions {
  readonly log: Log;
  readonly onRun: Metrics["job"];
  /** The configured public origin, for instances reached by no request. */
  readonly origin: string;
  /** Kinds of jobs beside `tasksOf`. */
  readonly more?: Tasks;
}

type JobParts = ContextParts & Pick<Core, "database">;

/** Every kind of job. */
export function tasksOf(core: JobParts, origin: string): Tasks {
  const { database } = core;
  const forget = (root: AnyEntity, where: Sql, limit: number, instanceId?: string) =>
    purge({ database, entities }, root, { where, limit, instanceId });
  return {
    ...cleanups((instanceId) => setupContext(core, instanceId, origin), forget),
    "org.domain.claim": claiming((instanceId) => setupContext(core, instanceId, origin)),
    ...logouts((instanceId) => setupContext(core, instanceId, origin)),
    ...loginNames((instanceId) => setupContext(core, instanceId, origin)),
    purge: purging(
      {
        forget,
        forgetDeliveries: (before, limit) => forgetDeliveries(database, before, limit),
        forgetMessages: (before, limit) => forgetMessages(core.store, before, limit),
        forgetAssets: (before, limit) => forgetAbandonedAssets(database, before, limit),
        forgetLimits: () => purgeLimits(database),
      },
      core.now,
    ),
  };
}

/** What the operator is told of jobs. That others do not take something is foreseen: one line says it, without a stack. */
export const troubleLog =
  (log: Pick<Log, "warn">) =>
  (error: unknown, job?: TakenJob): void => {
    if (job === undefined) return log.warn("cannot look for jobs", { error });
    const why = error instanceof DeliveryFailed ? { reason: error.answer } : { error };
    log.warn("a job failed", { job: job.id, task: job.task, attempt: job.attempt, ...why });
  };

/** Starts this process's worker; its own commits wake it. */
export function startJobs(core: Core, { log, onRun, origin, more = {} }: JobOptions): Pick<Worker, "stop"> {
  const worker = startWorker({
    database: core.database,
    tasks: {
      ...withOrgProgress(
        tasksOf(core, origin),
        (instanceId) => setupContext(core, instanceId, origin),
        (instanceId, { orgId, usersLeft }) =>
          log.info("tidying up after an organization", { instanceId, orgId, usersLeft }),
      ),
      ...more,
    },
    onRun,
    onTrouble: troubleLog(log),
    clock: () => performance.now(),
    random: Math.random,
  });
  const unlisten = core.listenForJobs(() => worker.wake());
  return {
    async stop() {
      unlisten();
      await worker.stop();
    },
  };
}
