export { evenTime } from "./even-time.ts";
export { createLimits, type Limits, type LimitsOptions } from "./limits.ts";
export { createOnce, type Once, type Use } from "./once.ts";
export { purgeLimits } from "./purge.ts";
export { type Budget, type LimitRule, limitRules } from "./rule.ts";
export { limitTables, onceTables } from "./tables.ts";
export { fits, withinBudgets } from "./within.ts";
