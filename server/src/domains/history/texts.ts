import { createTranslate } from "#src/platform/i18n/index.ts";
import { german } from "./texts.de.ts";
import { english } from "./texts.en.ts";

const translate = createTranslate([{ en: english, de: german }]);

const localized = (key: string, languages: readonly string[]) => ({
  key,
  localizedMessage: translate(key, languages),
});

export const eventTypeText = (type: string, languages: readonly string[]) =>
  localized(`EventTypes.${type}`, languages);

export const aggregateTypeText = (type: string, languages: readonly string[]) =>
  localized(`AggregateTypes.${type}`, languages);

/** What stands for a user who was removed. */
export const erasedText = (languages: readonly string[]): string => translate("Editors.erased", languages);
