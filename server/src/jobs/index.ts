export { cleanups } from "./cleanup.ts";
export { purging } from "./purge.ts";
