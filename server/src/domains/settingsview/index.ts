export { adminPart } from "./api.v1.ts";
export { settingsBetaPart, settingsPart } from "./api.v2.ts";
