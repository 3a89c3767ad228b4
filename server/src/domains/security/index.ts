import { policyEntities } from "#src/kits/settings/index.ts";
import { securityPolicy } from "./policy.ts";

export { effectiveSecurity, securityPolicy } from "./policy.ts";
export const entities = policyEntities(securityPolicy);
