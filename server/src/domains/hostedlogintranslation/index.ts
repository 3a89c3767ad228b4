export { type BuiltInTexts, settingsPart } from "./api.v2.ts";
export { ownTranslation } from "./queries.ts";
export { entities } from "./state.ts";
export { type Translation, textsByPath, translationOf } from "./translation.ts";
