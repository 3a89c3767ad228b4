import { memberEntities } from "#src/kits/members/index.ts";

export { authPart } from "./api.auth.v1.ts";
export { systemPart } from "./api.system.v1.ts";
export { managementGrantPart } from "./api.v1.grants.ts";
export { managementMembershipPart } from "./api.v1.memberships.ts";
export { adminPart, managementPart } from "./api.v1.ts";
export { internalPermissionBetaPart, internalPermissionPart } from "./api.v2.ts";
export { removeGrantMembers, removeMembershipsOf } from "./commands.ts";
export const entities = memberEntities;
