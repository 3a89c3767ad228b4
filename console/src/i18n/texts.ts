import { en } from "./en.ts";

export type TextKey = keyof typeof en;
/** A language is complete or does not compile. */
export type Texts = Readonly<Record<TextKey, string>>;
export type Values = Readonly<Record<string, string | number>>;

/** Each comes in a file of its own, fetched by who reads it. */
const others = {
  ar: () => import("./ar.ts").then(({ ar }) => ar),
  bg: () => import("./bg.ts").then(({ bg }) => bg),
  cs: () => import("./cs.ts").then(({ cs }) => cs),
  de: () => import("./de.ts").then(({ de }) => de),
  es: () => import("./es.ts").then(({ es }) => es),
  fr: () => import("./fr.ts").then(({ fr }) => fr),
  hu: () => import("./hu.ts").then(({ hu }) => hu),
  id: () => import("./id.ts").then(({ id }) => id),
  it: () => import("./it.ts").then(({ it }) => it),
  ja: () => import("./ja.ts").then(({ ja }) => ja),
  ko: () => import("./ko.ts").then(({ ko }) => ko),
  mk: () => import("./mk.ts").then(({ mk }) => mk),
  nl: () => import("./nl.ts").then(({ nl }) => nl),
  pl: () => import("./pl.ts").then(({ pl }) => pl),
  pt: () => import("./pt.ts").then(({ pt }) => pt),
  ro: () => import("./ro.ts").then(({ ro }) => ro),
  ru: () => import("./ru.ts").then(({ ru }) => ru),
  sv: () => import("./sv.ts").then(({ sv }) => sv),
  tr: () => import("./tr.ts").then(({ tr }) => tr),
  uk: () => import("./uk.ts").then(({ uk }) => uk),
  zh: () => import("./zh.ts").then(({ zh }) => zh),
} satisfies Readonly<Record<string, () => Promise<Texts>>>;

export type Language = "en" | keyof typeof others;

const isLanguage = (tag: string | undefined): tag is Language =>
  tag === "en" || (tag !== undefined && Object.hasOwn(others, tag));

export const languages: readonly Language[] = ["en", ...Object.keys(others)].filter(isLanguage).toSorted();

export const loadTexts = async (language: Language): Promise<Texts> =>
  language === "en" ? en : others[language]();

/** A language by its own name. */
export function languageName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

export const directionOf = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

/** The first wanted language that exists, region aside; English otherwise. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  return wanted.map((tag) => tag?.toLowerCase().split("-")[0]).find(isLanguage) ?? "en";
}

export function fill(text: string, values: Values = {}, direction: "ltr" | "rtl" = "ltr"): string {
  const put = direction === "rtl" ? isolated : String;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : put(value);
  });
}

/** Between FSI and PDI: a name or number of either direction leaves the sentence around it in order. */
const isolated = (value: string | number): string => `\u2068${value}\u2069`;
