export { type Roles, rolesOf } from "./queries.ts";
export { UserGrant, type UserGrantEvent, type UserGrantState } from "./state.ts";
