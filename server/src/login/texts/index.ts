import { directionOf } from "#src/platform/i18n/index.ts";
import { ar } from "./ar.ts";
import { bg } from "./bg.ts";
import { cs } from "./cs.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { hu } from "./hu.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import type { TextKey, Texts } from "./keys.ts";
import { ko } from "./ko.ts";
import { mk } from "./mk.ts";
import { nl } from "./nl.ts";
import { pathOf } from "./paths.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";
import { ro } from "./ro.ts";
import { ru } from "./ru.ts";
import { sv } from "./sv.ts";
import { tr } from "./tr.ts";
import { uk } from "./uk.ts";
import { keysOfV1 } from "./v1-names.ts";
import { zh } from "./zh.ts";

export type { TextKey } from "./keys.ts";

const tables = {
  ar,
  bg,
  cs,
  de,
  en,
  es,
  fr,
  hu,
  id,
  it,
  ja,
  ko,
  mk,
  nl,
  pl,
  pt,
  ro,
  ru,
  sv,
  tr,
  uk,
  zh,
} satisfies Record<string, Texts>;

/** Languages that the pages have texts for. */
export type PageLanguage = keyof typeof tables;
const isPageLanguage = (tag: string): tag is PageLanguage => Object.hasOwn(tables, tag);
export const pageLanguages: readonly PageLanguage[] = Object.keys(tables).filter(isPageLanguage).toSorted();

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** Texts that stand in the place of built-in ones, by the paths of `pathOf`. */
export type OwnTexts = ReadonlyMap<string, string>;

/** Plain text: the page escapes it. A placeholder without a value stays as it is, so that a test can see it. */
export function translator(language: PageLanguage, own: OwnTexts = new Map()): Translate {
  const table: Texts = tables[language];
  const put = directionOf(language) === "rtl" ? isolated : String;
  const textOf = (key: TextKey): string =>
    own.size === 0 ? table[key] : (own.get(pathOf(key)) ?? table[key]);
  return (key, values = {}) =>
    textOf(key).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return value === undefined ? whole : put(value);
    });
}

/** Between FSI and PDI: a name or number of either direction leaves the sentence around it in order. */
const isolated = (value: string | number): string => `\u2068${value}\u2069`;

const textKeys = Object.keys(en).filter(isTextKey);

/** All texts of a language, by their keys. */
export const tableOf = (language: PageLanguage): Texts => tables[language];

/** All built-in texts by their paths. */
export const builtInTexts = (language: PageLanguage): OwnTexts =>
  new Map(textKeys.map((key) => [pathOf(key), tables[language][key]]));

/** What the pages say, by the contract's names of login texts. */
export const builtInV1 = (language: string): Readonly<Record<string, string>> => {
  const table: Texts = tables[pageLanguages.find((known) => known === language) ?? "en"];
  return Object.fromEntries(Object.entries(keysOfV1).map(([name, [key]]) => [name, table[key]]));
};

/** Login texts by the paths of the pages that show them. */
export const pathsOfV1 = (texts: Readonly<Record<string, string>>): OwnTexts =>
  new Map(
    Object.entries(texts).flatMap(([name, text]) =>
      (keysOfV1[name] ?? []).map((key) => [pathOf(key), text] as const),
    ),
  );

export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}
