import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";
import { type FeatureName, type FeatureValues, featureNames, type Level, meanings } from "./features.ts";

/** What one level says itself. */
export type FeaturesState = { readonly [N in FeatureName]?: FeatureValues[N] };

/** As events carry it; the base URI is left out when there is none. */
type Stored =
  | boolean
  | FeatureValues["improvedPerformance"]
  | { readonly required: boolean; readonly base_uri?: string };

type EventName = (typeof meanings)[FeatureName]["event"];

export type FeatureEvent =
  | { readonly type: `feature.${Level}.${EventName}.set`; readonly payload: { readonly Value: Stored } }
  | { readonly type: `feature.${Level}.reset`; readonly payload: null };

/** Features of the system live beside the instances, under an id that no instance has. */
export const systemId = "SYSTEM";

const levels = ["system", "instance"] as const;

const setType = (level: Level, name: FeatureName): `feature.${Level}.${EventName}.set` =>
  `feature.${level}.${meanings[name].event}.set`;

const nameOf: ReadonlyMap<string, FeatureName> = new Map(
  levels.flatMap((level) => featureNames.map((name) => [setType(level, name), name] as const)),
);

/** One row per instance, and one for the system; each goes by that id. A reset leaves it empty. */
export const Features: Entity<FeaturesState, FeatureEvent> = {
  table: "features",
  aggregate: "feature",
  types: levels.flatMap((level) => [
    `feature.${level}.reset` as const,
    ...featureNames.map((name) => setType(level, name)),
  ]),
  version: 1,
  owner: "instance",
  config: true,
  evolve(before, { type, payload }) {
    const name = nameOf.get(type);
    if (name === undefined || payload === null) return {};
    return { ...before, [name]: fromStored(payload.Value) };
  },
};

/** @param id of the instance, or `systemId` */
export const featuresRef = (id: string): Ref<FeaturesState, FeatureEvent> => ref(Features, id);

/** The event that says it. */
export const setEvent = <N extends FeatureName>(
  level: Level,
  name: N,
  value: FeatureValues[N],
): FeatureEvent => ({ type: setType(level, name), payload: { Value: toStored(value) } });

function toStored(value: FeatureValues[FeatureName]): Stored {
  if (typeof value !== "object" || !("required" in value)) return value;
  const { required, baseUri } = value;
  return { required, ...(baseUri === "" ? {} : { base_uri: baseUri }) };
}

function fromStored(value: Stored): FeatureValues[FeatureName] {
  if (typeof value !== "object" || !("required" in value)) return value;
  return { required: value.required, baseUri: value.base_uri ?? "" };
}
