export { settingsBetaPart, settingsPart } from "./api.v2.ts";
