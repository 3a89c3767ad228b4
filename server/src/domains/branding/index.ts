import { policyEntities } from "#src/kits/settings/index.ts";
import { branding } from "./policy.ts";

export { adminPart, authPart, managementPart } from "./api.v1.ts";
export { contrast, isColour, mix, readableOn, whiteOrBlack } from "./colour.ts";
export { activeBranding, type Branding, branding, effectiveBranding } from "./policy.ts";
export const entities = policyEntities(branding);
