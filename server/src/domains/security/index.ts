import { policyEntities } from "#src/kits/settings/index.ts";
import { securityPolicy } from "./policy.ts";

export { adminPart } from "./api.v1.ts";
export { setSecurity } from "./commands.ts";
export { effectiveSecurity, securityPolicy } from "./policy.ts";
export const entities = policyEntities(securityPolicy);
