import { de } from "./de.ts";
import { en } from "./en.ts";

export type TextKey = keyof typeof en;
/** A language is complete or does not compile. */
export type Texts = Readonly<Record<TextKey, string>>;
export type Language = "en" | "de";
export type Values = Readonly<Record<string, string | number>>;

export const tables: Readonly<Record<Language, Texts>> = { en, de };
/** Languages by their own names. */
export const languageNames: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };
export const languages: readonly Language[] = ["en", "de"];

const isLanguage = (tag: string | undefined): tag is Language =>
  languages.some((language) => language === tag);

/** The first wanted language that exists, region aside; English otherwise. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  return wanted.map((tag) => tag?.toLowerCase().split("-")[0]).find(isLanguage) ?? "en";
}

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
