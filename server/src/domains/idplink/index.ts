export { authPart, managementPart } from "./api.v1.ts";
export { userBetaPart, userPart } from "./api.v2.ts";
export { hasIdpLinks } from "./queries.ts";
