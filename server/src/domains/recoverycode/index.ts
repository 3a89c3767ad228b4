export { checkRecoveryCode } from "./check.ts";
