import { Instance } from "#src/domains/instance/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addQuota, announce, noticesDue, recordNotified, removeQuota, setQuota } from "./decisions.ts";
import type { QuotaEvent, QuotaNotice, QuotaTerms, QuotaUnit } from "./events.ts";
import { type QuotaState, quotaRef } from "./state.ts";

async function decide(
  ctx: Ctx,
  unit: QuotaUnit,
  decision: (quota: QuotaState | undefined) => readonly QuotaEvent[],
): Promise<Written<QuotaState>> {
  const refs = [ref(Instance, ctx.instanceId), quotaRef(unit)] as const;
  const [, quota] = await ctx.store.execute(ctx, refs, ([instance, before]) => {
    required(instance, "QUOTA-In1nf", "Errors.Instance.NotFound");
    return [[], decision(before)];
  });
  return quota;
}

/* All commands concern the instance of the context. */

export const addQuotaTo = (ctx: Ctx, terms: QuotaTerms): Promise<Written<QuotaState>> =>
  decide(ctx, terms.unit, addQuota(terms));

export const setQuotaOf = (ctx: Ctx, terms: QuotaTerms): Promise<Written<QuotaState>> =>
  decide(ctx, terms.unit, setQuota(terms));

export const removeQuotaOf = (ctx: Ctx, unit: QuotaUnit): Promise<Written<QuotaState>> =>
  decide(ctx, unit, removeQuota(unit));

/** Leaves a call to be made for each share that was reached just now. */
export async function announceUsage(ctx: Ctx, unit: QuotaUnit, period: string, usage: number): Promise<void> {
  await ctx.store.execute(ctx, [quotaRef(unit)], ([quota]) => [announce(period, usage)(quota)], {
    jobs: ([quota]) =>
      quota === undefined
        ? []
        : noticesDue(quota, period, usage).map((payload) => ({ task: "quota.notify", payload })),
  });
}

/** @param dueEventID names the call that was made */
export async function notified(ctx: Ctx, notice: QuotaNotice, dueEventID: string): Promise<void> {
  await ctx.store.execute(ctx, [quotaRef(notice.unit)], ([quota]) => [
    recordNotified(notice, dueEventID)(quota),
  ]);
}
