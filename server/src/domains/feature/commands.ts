import { Instance, inInstance } from "#src/domains/instance/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type GivenFeatures, resetFeatures, setFeatures } from "./decisions.ts";
import { type FeatureEvent, type FeaturesState, featuresRef, systemId } from "./state.ts";

type Decision = (before: FeaturesState | undefined) => readonly FeatureEvent[];

async function ofInstance(ctx: Ctx, decide: Decision): Promise<Written<FeaturesState>> {
  const refs = [ref(Instance, ctx.instanceId), featuresRef(ctx.instanceId)] as const;
  const [, features] = await ctx.store.execute(ctx, refs, ([instance, before]) => {
    required(instance, "FEAT-In1nf", "Errors.Instance.NotFound");
    return [[], decide(before)];
  });
  return features;
}

async function ofSystem(ctx: Ctx, decide: Decision): Promise<Written<FeaturesState>> {
  const system = inInstance(ctx, systemId);
  const [features] = await ctx.store.execute(system, [featuresRef(systemId)], ([before]) => [decide(before)]);
  return features;
}

/** @param ctx of the instance whose features they are */
export const setInstanceFeatures = (ctx: Ctx, given: GivenFeatures): Promise<Written<FeaturesState>> =>
  ofInstance(ctx, setFeatures("instance", given));

export const resetInstanceFeatures = (ctx: Ctx): Promise<Written<FeaturesState>> =>
  ofInstance(ctx, resetFeatures("instance"));

export const setSystemFeatures = (ctx: Ctx, given: GivenFeatures): Promise<Written<FeaturesState>> =>
  ofSystem(ctx, setFeatures("system", given));

export const resetSystemFeatures = (ctx: Ctx): Promise<Written<FeaturesState>> =>
  ofSystem(ctx, resetFeatures("system"));
