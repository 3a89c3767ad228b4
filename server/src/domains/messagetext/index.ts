import { customTextEntities } from "#src/kits/texts/index.ts";

export { adminPart, managementPart } from "./api.v1.ts";
export { type Rendered, type RenderedMail, type RenderedSms, renderMessage } from "./render.ts";
export const entities = customTextEntities;
