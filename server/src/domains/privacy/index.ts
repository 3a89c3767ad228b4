import { policyEntities } from "#src/kits/settings/index.ts";
import { privacyPolicy } from "./policy.ts";

export { adminPart, authPart, managementPart } from "./api.v1.ts";
export { privacyPolicy } from "./policy.ts";
export const entities = policyEntities(privacyPolicy);
