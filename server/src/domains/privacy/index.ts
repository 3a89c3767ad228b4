import { policyEntities } from "#src/kits/settings/index.ts";
import { privacyPolicy } from "./policy.ts";

export { effectivePrivacy, privacyPolicy } from "./policy.ts";
export const entities = policyEntities(privacyPolicy);
