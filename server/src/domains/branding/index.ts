import { policyEntities } from "#src/kits/settings/index.ts";
import { branding } from "./policy.ts";

export { type Branding, branding, effectiveBranding } from "./policy.ts";
export const entities = policyEntities(branding);
