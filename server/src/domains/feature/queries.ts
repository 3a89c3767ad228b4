import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type FeatureName, type FeatureValues, unset } from "./features.ts";
import { Features, type FeaturesState, systemId } from "./state.ts";

type Of = Pick<Ctx, "config" | "instanceId" | "store">;

export const instanceFeatures = ({ config, instanceId }: Of): Promise<Row<FeaturesState> | undefined> =>
  config.row(Features, instanceId);

export const systemFeatures = ({ store }: Of): Promise<Row<FeaturesState> | undefined> =>
  store.config(systemId).row(Features, systemId);

/** The value in force: the instance's, else the system's, else the built-in one; cached, exact. */
export async function featureOf<N extends FeatureName>(ctx: Of, name: N): Promise<FeatureValues[N]> {
  const own = (await instanceFeatures(ctx))?.state[name];
  if (own !== undefined) return own;
  return (await systemFeatures(ctx))?.state[name] ?? unset[name];
}
