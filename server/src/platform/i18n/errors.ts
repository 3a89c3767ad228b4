import { german } from "./errors.de.ts";
import { english } from "./errors.en.ts";
import { spanish } from "./errors.es.ts";
import { french } from "./errors.fr.ts";
import { italian } from "./errors.it.ts";
import { portuguese } from "./errors.pt.ts";
import type { ErrorTexts } from "./model.ts";

/**
 * What people read, by language (BCP 47). All but English are made when somebody asks for them first, so that a
 * process holds the languages that it speaks.
 */
export const errorTexts = {
  de: german,
  en: () => english,
  es: spanish,
  fr: french,
  it: italian,
  pt: portuguese,
} satisfies Readonly<Record<string, () => ErrorTexts>>;

export type MessageLanguage = keyof typeof errorTexts;

/** Languages that messages are written in. */
export const messageLanguages = Object.keys(errorTexts) as readonly MessageLanguage[];
