import type { Notification } from "#contract/zitadel/quota_pb.ts";
import { Unit } from "#contract/zitadel/quota_pb.ts";
import { type SetQuotaRequest, SystemService } from "#contract/zitadel/system_pb.ts";
import { inInstance } from "#src/domains/instance/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, part, type Wire } from "#src/platform/rpc/index.ts";
import { addQuotaTo, removeQuotaOf, setQuotaOf } from "./commands.ts";
import { type QuotaNotification, type QuotaTerms, type QuotaUnit, quotaUnits } from "./events.ts";

function unitFrom(unit: Unit): QuotaUnit {
  if (unit === Unit.REQUESTS_ALL_AUTHENTICATED) return quotaUnits.authenticatedRequests;
  if (unit === Unit.ACTIONS_ALL_RUN_SECONDS) return quotaUnits.actionSeconds;
  throw invalid("QUOTA-Un1kn", "Errors.Quota.Invalid.Unit", { field: "unit" });
}

const notificationFrom =
  (ctx: Ctx) =>
  ({ percent, repeat, callUrl }: Wire<Notification>): QuotaNotification => ({
    id: ctx.newId(),
    percent,
    ...(repeat ? { repeat } : {}),
    callURL: callUrl,
  });

function termsFrom(ctx: Ctx, request: Wire<Omit<SetQuotaRequest, "$typeName">>): QuotaTerms {
  const { from, resetInterval } = request;
  if (request.amount > BigInt(Number.MAX_SAFE_INTEGER))
    throw invalid("QUOTA-Am2nt", "Errors.Quota.Invalid.Amount", { field: "amount" });
  const start = from === undefined ? ctx.now : new Date(Number(from.seconds) * 1000);
  const interval = Number(resetInterval?.seconds ?? 0n) * 1_000_000_000 + (resetInterval?.nanos ?? 0);
  return {
    unit: unitFrom(request.unit),
    from: start.toISOString(),
    interval,
    amount: Number(request.amount),
    limit: request.limit,
    notifications: request.notifications.map(notificationFrom(ctx)),
  };
}

export const systemPart = part(SystemService, {
  async addQuota(request, ctx) {
    return {
      details: addedV1(await addQuotaTo(inInstance(ctx, request.instanceId), termsFrom(ctx, request))),
    };
  },
  async setQuota(request, ctx) {
    return {
      details: changedV1(await setQuotaOf(inInstance(ctx, request.instanceId), termsFrom(ctx, request))),
    };
  },
  async removeQuota({ instanceId, unit }, ctx) {
    return { details: changedV1(await removeQuotaOf(inInstance(ctx, instanceId), unitFrom(unit))) };
  },
});
