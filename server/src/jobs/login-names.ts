import { settleLoginNames } from "#src/domains/loginname/index.ts";
import type { Tasks } from "#src/platform/queue/index.ts";
import { type ContextFor, textOf } from "./job.ts";

/** User names follow a domain policy that was changed. */
export const loginNames = (contextFor: ContextFor): Tasks => ({
  "loginname.settle": { run: (job) => settleLoginNames(contextFor(job.instanceId), textOf(job, "orgId")) },
});
