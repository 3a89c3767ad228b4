export { adminPart, managementPart } from "./api.v1.ts";
export { settingsBetaPart, settingsPart } from "./api.v2.ts";
export { settleLoginNames } from "./settle.ts";
