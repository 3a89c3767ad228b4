export { adminPart, managementPart } from "./api.v1.ts";
export { settleLoginNames } from "./settle.ts";
