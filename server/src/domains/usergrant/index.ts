export { authPart } from "./api.auth.v1.ts";
export { managementPart } from "./api.v1.ts";
export { authorizationBetaPart, authorizationPart } from "./api.v2.ts";
export {
  createUserGrant,
  removeGrantsOn,
  removeLentRoleFromUserGrants,
  removeRoleFromUserGrants,
} from "./commands.ts";
export { orgsGrantingTo, projectOfCaller, type Roles, rolesOf } from "./queries.ts";
export { UserGrant, type UserGrantEvent, type UserGrantState } from "./state.ts";
