import { policyEntities } from "#src/kits/settings/index.ts";
import { notificationPolicy } from "./policy.ts";

export { effectiveNotificationPolicy, notificationPolicy } from "./policy.ts";
export const entities = policyEntities(notificationPolicy);
