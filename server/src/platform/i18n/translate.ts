import { errorTexts } from "./errors.ts";
import { chooseLanguage, type MessageLanguage, messageLanguages } from "./languages.ts";

type TextsByKey = Readonly<Record<string, string>>;

/** Texts by key that a slice brings, in English and in those of the languages of messages that it has. */
export type Texts = Readonly<Partial<Record<MessageLanguage, TextsByKey>> & { en: TextsByKey }>;

/**
 * The text of a message key in the best of `languages` (BCP 47, best first); the key itself when it has none.
 * `{name}` becomes the value of that name.
 */
export type Translate = (
  key: string,
  languages: readonly string[],
  values?: Readonly<Record<string, string | number>>,
) => string;

const errorsIn = new Map<MessageLanguage, TextsByKey>();

function errorsOf(language: MessageLanguage): TextsByKey {
  const known = errorsIn.get(language) ?? errorTexts[language]();
  errorsIn.set(language, known);
  return known;
}

/** A text that stands under its key itself, not one that every object has. */
const own = (texts: TextsByKey | undefined, key: string): string | undefined =>
  texts !== undefined && Object.hasOwn(texts, key) ? texts[key] : undefined;

/** @throws Error when two parts bring a text for the same key */
export function createTranslate(parts: readonly Texts[] = []): Translate {
  const partOf = new Map<string, Texts>();
  for (const part of parts)
    for (const key of Object.keys(part.en)) {
      if (partOf.has(key) || Object.hasOwn(errorsOf("en"), key)) throw new Error(`two texts for ${key}`);
      partOf.set(key, part);
    }
  /** In the best of the languages that the key has texts in. */
  const templateOf = (key: string, languages: readonly string[]): string => {
    const part = partOf.get(key);
    const available = part === undefined ? messageLanguages : messageLanguages.filter((tag) => part[tag]);
    const language = chooseLanguage(languages, available, "en");
    return own(part === undefined ? errorsOf(language) : part[language], key) ?? own(part?.en, key) ?? key;
  };
  return (key, languages, values = {}) =>
    templateOf(key, languages).replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    );
}
