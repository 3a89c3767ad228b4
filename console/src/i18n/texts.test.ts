import { expect, test } from "vitest";
import { chooseLanguage, fill, languages, tables } from "./texts.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const entries = Object.entries(tables.en);

test.each(languages)("%s has every text, with the same values", (language) => {
  expect(entries.length).toBeGreaterThan(150);
  expect(Object.keys(tables[language]).sort()).toEqual(Object.keys(tables.en).sort());
  for (const [key, english] of entries) {
    const text = Object.entries(tables[language]).find(([other]) => other === key)?.[1] ?? "";
    expect(text.trim(), key).not.toBe("");
    expect(placeholders(text), key).toEqual(placeholders(english));
  }
});

test("the languages differ where sentences are told", () => {
  const german = new Map(Object.entries(tables.de));
  const told = (text: string) => text.replace(/\{\w+\}/g, "").length > 16;
  const same = entries.filter(([key, text]) => told(text) && german.get(key) === text);
  expect(same).toEqual([]);
});

test("the reader's first language that exists is chosen", () => {
  expect(chooseLanguage([null, "fr-FR", "de-CH", "en"])).toBe("de");
  expect(chooseLanguage(["xx", undefined])).toBe("en");
});

test("values are put in, and a missing one stays visible", () => {
  expect(fill("{a} of {b}", { a: 0 })).toBe("0 of {b}");
});
