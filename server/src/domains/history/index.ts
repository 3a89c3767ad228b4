export { adminPart } from "./api.admin.v1.ts";
export { authPart, managementPart } from "./api.v1.ts";
