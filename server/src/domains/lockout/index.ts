import { policyEntities } from "#src/kits/settings/index.ts";
import { lockout } from "./policy.ts";

export { adminPart, managementPart } from "./api.v1.ts";
export { effectiveLockout, lockout } from "./policy.ts";
export const entities = policyEntities(lockout);
