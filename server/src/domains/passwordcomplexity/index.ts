import { policyEntities } from "#src/kits/settings/index.ts";
import { passwordComplexity } from "./policy.ts";

export { adminPart, authPart, managementPart } from "./api.v1.ts";
export { effectivePasswordComplexity, passwordComplexity } from "./policy.ts";
export const entities = policyEntities(passwordComplexity);
