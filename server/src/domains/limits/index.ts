export { systemPart } from "./api.system.v1.ts";
export { Limits, type LimitsState, limitsRef, setLimits } from "./limits.ts";
export { historyStart, isBlocked } from "./queries.ts";
