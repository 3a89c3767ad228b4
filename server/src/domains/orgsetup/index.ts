export { adminPart, managementPart } from "./api.v1.ts";
export { organizationBetaPart, organizationPart } from "./api.v2.ts";
export { type OrgSetup, type Owner, setUpOrg } from "./commands.ts";
export { mayRegisterOrg, type OrgRegistration, registerOrg } from "./registration.ts";
