export { claiming } from "./claim.ts";
export { cleanups } from "./cleanup.ts";
export { instanceCleanup } from "./instance-cleanup.ts";
export { keyPool } from "./key-pool.ts";
export { loginNames } from "./login-names.ts";
export { type Messaging, messaging } from "./message.ts";
export { withOrgProgress } from "./org-progress.ts";
export { purging } from "./purge.ts";
export { quotaNotify } from "./quota-notify.ts";
