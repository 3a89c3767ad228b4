import { notified, type QuotaNotice } from "#src/domains/quota/index.ts";
import type { Task } from "#src/platform/queue/index.ts";
import { type ContextFor, numberOf, textOf } from "./job.ts";

const timeoutMs = 10_000;

/** Tells whom the operator named that a share of a quota is used. Redirects are not followed. */
export const quotaNotify = (contextFor: ContextFor, send: typeof fetch): Task => ({
  async run(job) {
    const notice: QuotaNotice = {
      unit: numberOf(job, "unit") === 1 ? 1 : 2,
      id: textOf(job, "id"),
      callURL: textOf(job, "callURL"),
      periodStart: textOf(job, "periodStart"),
      threshold: numberOf(job, "threshold"),
      usage: numberOf(job, "usage"),
    };
    const answer = await send(notice.callURL, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(notice),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`the call was answered with ${answer.status}`);
    await notified(contextFor(job.instanceId), notice, job.id);
    return "done";
  },
});
