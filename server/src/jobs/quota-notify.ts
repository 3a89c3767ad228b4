import { notified, type QuotaNotice } from "#src/domains/quota/index.ts";
import { DeliveryFailed, unanswered } from "#src/platform/delivery/index.ts";
import type { Task } from "#src/platform/queue/index.ts";
import { type ContextFor, numberOf, textOf } from "./job.ts";

const timeoutMs = 10_000;

/** Tells whom the operator named that a share of a quota is used. */
export const quotaNotify = (contextFor: ContextFor): Task => ({
  async run(job) {
    const notice: QuotaNotice = {
      unit: numberOf(job, "unit") === 1 ? 1 : 2,
      id: textOf(job, "id"),
      callURL: textOf(job, "callURL"),
      periodStart: textOf(job, "periodStart"),
      threshold: numberOf(job, "threshold"),
      usage: numberOf(job, "usage"),
    };
    const ctx = contextFor(job.instanceId);
    const status = await ctx.outbound
      .post(new URL(notice.callURL), JSON.stringify(notice), { timeoutMs })
      .catch((error: unknown) => {
        throw unanswered(error);
      });
    if (status < 200 || status > 299)
      throw new DeliveryFailed("provider", `the call was answered with ${status}`);
    await notified(ctx, notice, job.id);
    return "done";
  },
});
