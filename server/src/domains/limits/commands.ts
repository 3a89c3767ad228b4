import { Instance } from "#src/domains/instance/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type LimitsEvent, type LimitsState, limitsRef, resetLimits, setLimits } from "./limits.ts";

type Decision = (before: LimitsState | undefined) => readonly LimitsEvent[];

async function decide(ctx: Ctx, decision: Decision): Promise<Written<LimitsState>> {
  const refs = [ref(Instance, ctx.instanceId), limitsRef(ctx.instanceId)] as const;
  const [, limits] = await ctx.store.execute(ctx, refs, ([instance, before]) => {
    required(instance, "LIMITS-In1nf", "Errors.Instance.NotFound");
    return [[], decision(before)];
  });
  return limits;
}

/** @param ctx of the instance that is limited */
export const limitInstance = (ctx: Ctx, given: LimitsState): Promise<Written<LimitsState>> =>
  decide(ctx, setLimits(given));

export const unlimitInstance = (ctx: Ctx): Promise<Written<LimitsState>> => decide(ctx, resetLimits);
