import { policyEntities } from "#src/kits/settings/index.ts";
import { passwordAge } from "./policy.ts";

export { adminPart, managementPart } from "./api.v1.ts";
export { effectivePasswordAge, passwordAge, passwordAgeInForce } from "./policy.ts";
export const entities = policyEntities(passwordAge);
