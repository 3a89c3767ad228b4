export { type Codec, codecOf, type Given } from "./codec.ts";
export { addPolicy, changePolicy, removePolicy, setPolicy, startPolicy } from "./decisions.ts";
export { type Effective, effective } from "./effective.ts";
export { flag, seconds, text, texts, type Values, whole } from "./fields.ts";
export { definePolicy, type Policy, policyEntities, policyRef } from "./policy.ts";
