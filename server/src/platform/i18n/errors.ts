import { german } from "./errors.de.ts";
import { english } from "./errors.en.ts";
import type { ErrorTexts } from "./model.ts";

/**
 * What people read, by language (BCP 47). All but English are made when somebody asks for them first, so that a
 * process holds the languages that it speaks.
 */
export const errorTexts = {
  de: german,
  en: () => english,
} satisfies Readonly<Record<string, () => ErrorTexts>>;

export type MessageLanguage = keyof typeof errorTexts;

/** Languages that messages are written in. */
export const messageLanguages = Object.keys(errorTexts) as readonly MessageLanguage[];
