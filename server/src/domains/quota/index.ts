export { systemPart } from "./api.system.v1.ts";
export { notified } from "./commands.ts";
export { setQuota } from "./decisions.ts";
export { type QuotaNotice, type QuotaTerms, quotaUnits } from "./events.ts";
export { createMeter, exhaustedId, type Meter } from "./meter.ts";
export { Quota, quotaRef } from "./state.ts";
