import type { Ctx } from "#src/platform/request/index.ts";
import { Limits } from "./limits.ts";

const nanosecondsPerMs = 1_000_000;

/** Whether the operator has blocked the instance; cached, exact. */
export async function isBlocked({
  config,
  instanceId,
}: Pick<Ctx, "config" | "instanceId">): Promise<boolean> {
  return (await config.row(Limits, instanceId))?.state.block === true;
}

/**
 * The moment before which history is not shown; undefined where all of it is. The instance's own limit goes before
 * what the operator says for all.
 */
export async function historyStart({
  config,
  instanceId,
  now,
  auditRetentionSeconds = 0,
}: Pick<Ctx, "config" | "instanceId" | "now" | "auditRetentionSeconds">): Promise<Date | undefined> {
  const own = (await config.row(Limits, instanceId))?.state.auditLogRetention;
  const ms = own === undefined ? auditRetentionSeconds * 1000 : own / nanosecondsPerMs;
  return ms === 0 ? undefined : new Date(now.getTime() - ms);
}
