import { arabic } from "./errors.ar.ts";
import { german } from "./errors.de.ts";
import { english } from "./errors.en.ts";
import { spanish } from "./errors.es.ts";
import { french } from "./errors.fr.ts";
import { italian } from "./errors.it.ts";
import { dutch } from "./errors.nl.ts";
import { portuguese } from "./errors.pt.ts";
import { romanian } from "./errors.ro.ts";
import type { ErrorTexts } from "./model.ts";

/**
 * What people read, by language (BCP 47). All but English are made when somebody asks for them first, so that a
 * process holds the languages that it speaks.
 */
export const errorTexts = {
  ar: arabic,
  de: german,
  en: () => english,
  es: spanish,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
  ro: romanian,
} satisfies Readonly<Record<string, () => ErrorTexts>>;

export type MessageLanguage = keyof typeof errorTexts;

/** Languages that messages are written in. */
export const messageLanguages = Object.keys(errorTexts) as readonly MessageLanguage[];
