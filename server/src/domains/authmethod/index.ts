export { authPart, managementPart } from "./api.v1.ts";
export { userBetaPart, userPart } from "./api.v2.ts";
export { managementImportPart } from "./import.v1.ts";
export { userInvitePart } from "./invite.v2.ts";
export { type Method, readyMethods } from "./methods.ts";
