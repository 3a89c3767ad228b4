export { type Codec, codecOf, type Given } from "./codec.ts";
export { type PolicyTarget, unknownOrg, type WritePolicy, writePolicy } from "./commands.ts";
export { addPolicy, changePolicy, removePolicy, setPolicy, startPolicy } from "./decisions.ts";
export { type Effective, effective, effectiveOf, effectiveRefs } from "./effective.ts";
export { flag, seconds, text, texts, type Values, whole } from "./fields.ts";
export { policyV1, type TranslationV1 } from "./handlers.v1.ts";
export {
  definePolicy,
  type Policy,
  type PolicyLevel,
  policyAfter,
  policyEntities,
  policyRef,
} from "./policy.ts";
