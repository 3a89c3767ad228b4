import { policyEntities } from "#src/kits/settings/index.ts";
import { oidcSettings } from "./policy.ts";

export { adminPart } from "./api.v1.ts";
export { effectiveOidcSettings, oidcSettings } from "./policy.ts";
export const entities = policyEntities(oidcSettings);
