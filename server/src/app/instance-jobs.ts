/** The jobs behind many instances: keys in stock, calls about quotas, and what removed instances leave. */
import { Instance } from "#src/domains/instance/index.ts";
import type { KeyShape } from "#src/domains/webkey/index.ts";
import { instanceCleanup, keyPool, quotaNotify } from "#src/jobs/index.ts";
import { forgetInstance } from "#src/platform/eventstore/index.ts";
import type { Tasks } from "#src/platform/queue/index.ts";
import type { Log } from "#src/platform/telemetry/index.ts";
import type { ContextParts } from "./context.ts";
import type { Core } from "./core.ts";
import { setupContext } from "./first-instance.ts";
import { entities } from "./parts.ts";
import { forgetBeside } from "./queries.ts";

export interface InstanceJobOptions {
  /** The configured public origin. */
  readonly origin: string;
  readonly log: Pick<Log, "info">;
  readonly pool: { readonly size: number; readonly shape: KeyShape | undefined };
}

export function instanceJobs(
  core: ContextParts & Pick<Core, "database">,
  { origin, log, pool }: InstanceJobOptions,
): Tasks {
  const { database } = core;
  const contextFor = (instanceId: string) => setupContext(core, instanceId, origin);
  return {
    ...keyPool(contextFor, pool.size, pool.shape),
    "quota.notify": quotaNotify(contextFor),
    "instance.cleanup": instanceCleanup({
      forget: (instanceId, limit) =>
        forgetInstance({ database, entities }, instanceId, { kept: Instance.aggregate, limit }),
      forgetRest: (instanceId) => forgetBeside(database, instanceId),
      onProgress: (instanceId, progress) =>
        log.info("tidying up after a removed instance", { instanceId, ...progress }),
    }),
  };
}
