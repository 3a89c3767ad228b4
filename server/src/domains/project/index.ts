export { managementPart, requireOwnProject, roleFilterV1, roleV1 } from "./api.v1.ts";
export { projectPart } from "./api.v2.ts";
export { projectBetaPart } from "./api.v2beta.ts";
export { removeProjectsOf } from "./cascades.ts";
export { addRoles, createProject } from "./commands.ts";
export { addProject } from "./decisions.ts";
export type { ProjectGrantEvent } from "./events.ts";
export {
  existsGrant,
  grantedOrg,
  grantsAmong,
  grantToOrg,
  isNoGoneGrant,
  projectsByIds,
  rolesAmong,
} from "./published-queries.ts";
export {
  isNoGoneProject,
  isProjectNamed,
  projectById,
  requireProject,
  roleFilters,
  searchRoles,
  whoseProjectIsNamed,
  whoseProjectIsOwnedBy,
} from "./queries.ts";
export {
  Project,
  ProjectGrant,
  type ProjectGrantState,
  ProjectRole,
  type ProjectRoleState,
  type ProjectState,
} from "./state.ts";
