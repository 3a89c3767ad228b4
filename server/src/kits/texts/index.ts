export { type TextsTarget, writeTexts } from "./commands.ts";
export { resetTexts, setTexts } from "./decisions.ts";
export { effectiveTexts, ownTexts } from "./queries.ts";
export { customTextEntities, type OwnTexts, type TextEvent, type TextLevel } from "./state.ts";
