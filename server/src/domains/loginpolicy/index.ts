import { policyEntities } from "#src/kits/settings/index.ts";
import { loginPolicy } from "./policy.ts";

export { adminPart, authPart, managementPart } from "./api.v1.ts";
export {
  effectiveLoginPolicy,
  type LoginPolicy,
  loginPolicy,
  loginPolicyInForce,
  multiFactorTypes,
  secondFactorTypes,
} from "./policy.ts";
export const entities = policyEntities(loginPolicy);
