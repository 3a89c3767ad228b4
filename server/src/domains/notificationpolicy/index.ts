import { policyEntities } from "#src/kits/settings/index.ts";
import { notificationPolicy } from "./policy.ts";

export { adminPart, managementPart } from "./api.v1.ts";
export { effectiveNotificationPolicy, notificationPolicy } from "./policy.ts";
export const entities = policyEntities(notificationPolicy);
