export { documentFlags, documentSettings } from "./document.ts";
export { type Config, type ConfigInput, type Loaded, loadConfig } from "./load.ts";
export { isLoopback } from "./loopback.ts";
export { type Problem, printProblem } from "./problem.ts";
export type { ConfiguredQuota } from "./quotas.ts";
export type { SystemMembership, SystemUser } from "./system-users.ts";
