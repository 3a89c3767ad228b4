import { de } from "./de.ts";
import { en } from "./en.ts";
import type { TextKey, Texts } from "./keys.ts";

export type { TextKey } from "./keys.ts";

const tables = { de, en } satisfies Record<string, Texts>;

/** Languages that the pages have texts for. */
export type PageLanguage = keyof typeof tables;
export const pageLanguages: readonly PageLanguage[] = ["de", "en"];

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** Plain text: the page escapes it. A placeholder without a value stays as it is, so that a test can see it. */
export function translator(language: PageLanguage): Translate {
  const table: Texts = tables[language];
  return (key, values = {}) =>
    table[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export const isTextKey = (key: string): key is TextKey => Object.hasOwn(en, key);
