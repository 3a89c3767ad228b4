import { german } from "./errors.de.ts";
import { english } from "./errors.en.ts";
import { chooseLanguage } from "./languages.ts";

/** Languages that messages are written in; others get English. */
export const messageLanguages = ["en", "de"] as const;
type MessageLanguage = (typeof messageLanguages)[number];

/** Texts by key, in every language of messages. A slice may bring its own. */
export type Texts = Readonly<Record<MessageLanguage, Readonly<Record<string, string>>>>;

/**
 * The text of a message key in the best of `languages` (BCP 47, best first); the key itself when it has none.
 * `{name}` becomes the value of that name.
 */
export type Translate = (
  key: string,
  languages: readonly string[],
  values?: Readonly<Record<string, string | number>>,
) => string;

export const errorTexts: Texts = { en: english, de: german };

/** @throws Error when two parts bring a text for the same key */
export function createTranslate(parts: readonly Texts[] = []): Translate {
  const texts: Record<MessageLanguage, Map<string, string>> = { en: new Map(), de: new Map() };
  for (const part of [errorTexts, ...parts])
    for (const language of messageLanguages)
      for (const [key, text] of Object.entries(part[language])) {
        if (texts[language].has(key)) throw new Error(`two texts for ${key} in ${language}`);
        texts[language].set(key, text);
      }
  return (key, languages, values = {}) => {
    const language = chooseLanguage(languages, messageLanguages, "en");
    const text = texts[language].get(key) ?? texts.en.get(key) ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    );
  };
}
