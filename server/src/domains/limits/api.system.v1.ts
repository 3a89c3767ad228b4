import type { Duration } from "@bufbuild/protobuf/wkt";
import { type SetLimitsRequest, SystemService } from "#contract/zitadel/system_pb.ts";
import { inInstance, namedInstance } from "#src/domains/instance/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, part, type Wire } from "#src/platform/rpc/index.ts";
import { limitInstance, unlimitInstance } from "./commands.ts";
import type { LimitsState } from "./limits.ts";

/** A hundred years: longer than anything is kept. Beyond 104 days its nanoseconds are rounded, by less than a microsecond. */
const maxSeconds = 3_155_760_000n;

function nanoseconds({ seconds, nanos }: Duration): number {
  if (seconds > maxSeconds)
    throw invalid("LIMITS-Ar2lg", "Errors.Limits.AuditLogRetentionInvalid", { field: "audit_log_retention" });
  return Number(seconds) * 1_000_000_000 + nanos;
}

const limitsFrom = ({ auditLogRetention, block }: Wire<SetLimitsRequest>): LimitsState => ({
  ...(auditLogRetention === undefined ? {} : { auditLogRetention: nanoseconds(auditLogRetention) }),
  ...(block === undefined ? {} : { block }),
});

const limit = (ctx: Ctx, request: Wire<SetLimitsRequest>) =>
  limitInstance(inInstance(ctx, request.instanceId), limitsFrom(request));

export const systemPart = part(SystemService, {
  async setLimits(request, ctx) {
    return { details: changedV1(await limit(ctx, request)) };
  },
  /** All instances are looked for before any is limited. */
  async bulkSetLimits({ limits }, ctx) {
    if (limits.length === 0)
      throw invalid("LIMITS-Bk0no", "Errors.Limits.NoneSpecified", { field: "limits" });
    await Promise.all(limits.map(({ instanceId }) => namedInstance(ctx, instanceId)));
    const rows = await Promise.all(limits.map((request) => limit(ctx, request)));
    const targetDetails = rows.map(changedV1);
    return targetDetails[0] === undefined ? {} : { details: targetDetails[0], targetDetails };
  },
  async resetLimits({ instanceId }, ctx) {
    return { details: changedV1(await unlimitInstance(inInstance(ctx, instanceId))) };
  },
});
