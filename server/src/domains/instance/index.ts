export { adminRestrictionsPart } from "./api.restrictions.v1.ts";
export { adminPart, authPart, managementPart } from "./api.v1.ts";
export { setDefaultOrg } from "./commands.ts";
export { allowedLanguages, instanceOf, restrictionsOf } from "./queries.ts";
export { Restrictions } from "./restrictions.ts";
export { Instance, InstanceDomain, type InstanceState, instanceDomainKind, TrustedDomain } from "./state.ts";
