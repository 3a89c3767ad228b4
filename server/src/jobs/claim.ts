/** Users of other organizations lose names under a domain that is somebody's now, piece by piece. */
import { verifiedDomainOwner } from "#src/domains/org/index.ts";
import { claimNames } from "#src/domains/user/index.ts";
import type { TakenJob, Task } from "#src/platform/queue/index.ts";
import { type ContextFor, textOf } from "./job.ts";

/** Users in one run, so that others have their turn. */
const chunk = 100;

export const claiming = (contextFor: ContextFor): Task => ({
  async run(job: TakenJob) {
    const ctx = contextFor(job.instanceId);
    const claimed = {
      orgId: textOf(job, "orgId"),
      domain: textOf(job, "domain"),
      temporaryDomain: textOf(job, "temporaryDomain"),
    };
    // It may have been given up meanwhile.
    if ((await verifiedDomainOwner(ctx, claimed.domain)) !== claimed.orgId) return "done";
    return (await claimNames(ctx, claimed, chunk)) >= chunk ? "again" : "done";
  },
});
