import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import {
  chooseLanguage,
  directionOf,
  fill,
  type Language,
  loadTexts,
  type TextKey,
  type Texts,
  type Values,
} from "./texts.ts";

export {
  chooseLanguage,
  directionOf,
  type Language,
  languageName,
  languages,
  type TextKey,
} from "./texts.ts";

export interface I18n {
  readonly language: Language;
  /** Shown as soon as its texts are here, unless another was chosen meanwhile. Rejects when they do not come. */
  readonly setLanguage: (language: Language) => Promise<void>;
  readonly t: (key: TextKey, values?: Values) => string;
  readonly number: (value: number | bigint) => string;
  /** Date and time, to the minute. */
  readonly moment: (date: Date) => string;
  readonly day: (date: Date) => string;
  /** Several things as one. */
  readonly list: (things: readonly string[]) => string;
}

/** A language whose texts are here. */
export interface Speech {
  readonly language: Language;
  readonly texts: Texts;
}

const storageKey = "gatehouse.language";
const I18nContext = createContext<I18n | undefined>(undefined);

async function speak(language: Language): Promise<Speech> {
  return { language, texts: await loadTexts(language) };
}

/** What was chosen in this browser, else the first of its languages that there are texts in; English if they do not come. */
export const firstSpeech = (): Promise<Speech> =>
  speak(chooseLanguage([localStorage.getItem(storageKey), ...navigator.languages])).catch(() => speak("en"));

interface Props {
  readonly first: Speech;
  readonly children: ReactNode;
}

export function I18nProvider({ first, children }: Props) {
  const [{ language, texts }, change] = useState(first);
  const wanted = useRef(first.language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo<I18n>(() => {
    const region = navigator.languages.find((tag) => chooseLanguage([tag]) === language) ?? language;
    const numbers = new Intl.NumberFormat(region);
    const moments = new Intl.DateTimeFormat(region, { dateStyle: "medium", timeStyle: "short" });
    const lists = new Intl.ListFormat(language, { type: "conjunction" });
    const days = new Intl.DateTimeFormat(region, { dateStyle: "medium" });
    return {
      language,
      setLanguage: async (next) => {
        wanted.current = next;
        const speech = await speak(next);
        if (wanted.current !== next) return;
        localStorage.setItem(storageKey, next);
        change(speech);
      },
      t: (key, values) => fill(texts[key], values, directionOf(language)),
      number: (number) => numbers.format(number),
      moment: (date) => moments.format(date),
      day: (date) => days.format(date),
      list: (things) => lists.format(things),
    };
  }, [language, texts]);
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (value === undefined) throw new Error("outside of I18nProvider");
  return value;
}
