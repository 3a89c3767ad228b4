export { claiming } from "./claim.ts";
export { cleanups } from "./cleanup.ts";
export { loginNames } from "./login-names.ts";
export { purging } from "./purge.ts";
