import { linkEntities } from "./state.ts";

export { linksV2, settingsPart } from "./api.v2.ts";
export { effectiveLinks } from "./queries.ts";
export { type Link, linkTypes } from "./state.ts";
export const entities = linkEntities;
