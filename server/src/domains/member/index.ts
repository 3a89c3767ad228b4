import { memberEntities } from "#src/kits/members/index.ts";

export { authPart } from "./api.auth.v1.ts";
export { adminPart, managementPart } from "./api.v1.ts";
export { removeGrantMembers, removeMembershipsOf } from "./commands.ts";
export const entities = memberEntities;
