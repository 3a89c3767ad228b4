import { instanceOf } from "#src/domains/instance/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  type MilestoneEvent,
  Milestones,
  type MilestonesState,
  milestones,
  milestonesRef,
  type WrittenMilestone,
} from "./state.ts";

/** What of this is not reached yet. Pure. */
const reach =
  (types: readonly WrittenMilestone[]) =>
  (reached: MilestonesState = {}): readonly MilestoneEvent[] =>
    types
      .filter((type) => reached[type] === undefined)
      .map((type) => ({ type: "milestone.v2.reached", payload: { type } }));

/**
 * Somebody has logged in to an application. Written at most once per instance and milestone: all other logins see in
 * the cache that there is nothing to write. A login does not fail for it, since the next one writes it just as well.
 */
export async function reachAuthentication(ctx: Ctx, clientId: string): Promise<void> {
  const isConsole = (await instanceOf(ctx)).console.clientId === clientId;
  const { authenticatedOnInstance, authenticatedOnApplication } = milestones;
  const decide = reach(
    isConsole ? [authenticatedOnInstance] : [authenticatedOnInstance, authenticatedOnApplication],
  );
  const known = await ctx.config.row(Milestones, ctx.instanceId);
  if (decide(known?.state).length === 0) return;
  try {
    await ctx.store.execute(ctx, [milestonesRef(ctx.instanceId)], ([before]) => [decide(before)]);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
