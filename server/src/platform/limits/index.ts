export { evenTime } from "./even-time.ts";
export { createLimits, type Limits, type LimitsOptions } from "./limits.ts";
export { type Budget, type LimitRule, limitRules } from "./rule.ts";
export { limitTables } from "./tables.ts";
