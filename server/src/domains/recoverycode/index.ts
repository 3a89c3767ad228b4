export { userPart } from "./api.v2.ts";
export { checkRecoveryCode } from "./check.ts";
export { generateRecoveryCodes } from "./commands.ts";
