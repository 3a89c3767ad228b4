import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { chooseLanguage, fill, type Language, type TextKey, tables, type Values } from "./texts.ts";

export { type Language, languageNames, languages, type TextKey } from "./texts.ts";

export interface I18n {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: (key: TextKey, values?: Values) => string;
  readonly number: (value: number | bigint) => string;
  /** Date and time, to the minute. */
  readonly moment: (date: Date) => string;
  readonly day: (date: Date) => string;
  /** Several things in one sentence. */
  readonly list: (things: readonly string[]) => string;
}

const storageKey = "gatehouse.language";
const I18nContext = createContext<I18n | undefined>(undefined);

export function I18nProvider({ children }: { readonly children: ReactNode }) {
  const [language, choose] = useState(() =>
    chooseLanguage([localStorage.getItem(storageKey), ...navigator.languages]),
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo<I18n>(() => {
    const region = navigator.languages.find((tag) => chooseLanguage([tag]) === language) ?? language;
    const numbers = new Intl.NumberFormat(region);
    const moments = new Intl.DateTimeFormat(region, { dateStyle: "medium", timeStyle: "short" });
    const days = new Intl.DateTimeFormat(region, { dateStyle: "medium" });
    const lists = new Intl.ListFormat(language, { type: "conjunction" });
    return {
      language,
      setLanguage: (next) => {
        localStorage.setItem(storageKey, next);
        choose(next);
      },
      t: (key, values) => fill(tables[language][key], values),
      number: (number) => numbers.format(number),
      moment: (date) => moments.format(date),
      day: (date) => days.format(date),
      list: (things) => lists.format(things),
    };
  }, [language]);
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (value === undefined) throw new Error("outside of I18nProvider");
  return value;
}
