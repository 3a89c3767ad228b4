export { grantOfParty } from "./access.ts";
export { managementPart } from "./api.v1.ts";
export { projectPart } from "./api.v2.ts";
export { projectBetaPart } from "./api.v2beta.ts";
export { type LentProject, projectsLentTo, removeLent, removeRoleFromProjectGrants } from "./cascades.ts";
export { createProjectGrant } from "./commands.ts";
