import { policyEntities } from "#src/kits/settings/index.ts";
import { credentialSettings } from "./policy.ts";

export { credentialSettingsPart } from "./api.ts";
export { authenticatorNames, passwordHistory, refusesCommon, requiresVerifiedEmail } from "./policy.ts";
export const entities = policyEntities(credentialSettings);
