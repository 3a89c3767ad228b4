export { managementPart } from "./api.v1.ts";
export { organizationBetaPart, organizationPart } from "./api.v2.ts";
