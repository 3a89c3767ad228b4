export { adminPart, authPart, managementPart } from "./api.v1.ts";
export { setDefaultOrg } from "./commands.ts";
export { instanceOf } from "./queries.ts";
export { Instance, InstanceDomain, type InstanceState, instanceDomainKind, TrustedDomain } from "./state.ts";
