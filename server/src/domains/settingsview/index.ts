export { adminPart } from "./api.v1.ts";
export { settingsEffectivePart } from "./api.v2.effective.ts";
export { settingsBetaPart, settingsPart } from "./api.v2.ts";
