export { adminPart, systemPart } from "./api.v1.ts";
export { featureBetaPart, featurePart } from "./api.v2.ts";
export { type GivenFeatures, startFeatures } from "./decisions.ts";
export type { FeatureValues, LoginV2 } from "./features.ts";
export { featureOf } from "./queries.ts";
export { Features, featuresRef } from "./state.ts";
