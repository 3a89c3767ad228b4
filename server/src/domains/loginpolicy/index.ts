import { policyEntities } from "#src/kits/settings/index.ts";
import { loginPolicy } from "./policy.ts";

export { effectiveLoginPolicy, loginPolicy, multiFactorTypes, secondFactorTypes } from "./policy.ts";
export const entities = policyEntities(loginPolicy);
