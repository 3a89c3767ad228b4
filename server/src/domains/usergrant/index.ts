export { managementPart } from "./api.v1.ts";
export { createUserGrant, removeGrantsOn, removeRoleFromUserGrants } from "./commands.ts";
export { orgsGrantingTo, type Roles, rolesOf } from "./queries.ts";
export { UserGrant, type UserGrantEvent, type UserGrantState } from "./state.ts";
