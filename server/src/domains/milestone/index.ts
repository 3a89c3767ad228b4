export { adminPart } from "./api.v1.ts";
export { reachAuthentication } from "./commands.ts";
export { Milestones } from "./state.ts";
