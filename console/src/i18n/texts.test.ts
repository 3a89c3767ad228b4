import { expect, test } from "vitest";
import { en } from "./en.ts";
import { chooseLanguage, fill, languageName, languages, loadTexts } from "./texts.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const entries = Object.entries(en);
const others = languages.filter((language) => language !== "en");

test.each(languages)("%s has every text, with the same values", async (language) => {
  const table = await loadTexts(language);
  expect(entries.length).toBeGreaterThan(150);
  expect(Object.keys(table).sort()).toEqual(Object.keys(en).sort());
  for (const [key, english] of entries) {
    const text = Object.entries(table).find(([other]) => other === key)?.[1] ?? "";
    expect(text.trim(), key).not.toBe("");
    expect(placeholders(text), key).toEqual(placeholders(english));
  }
});

test.each(others)("%s says sentences in its own words", async (language) => {
  const table = new Map(Object.entries(await loadTexts(language)));
  const told = (text: string) => text.replace(/\{\w+\}/g, "").length > 16;
  const same = entries.filter(([key, text]) => told(text) && table.get(key) === text);
  expect(same).toEqual([]);
});

test("languages are called by their own names", () => {
  expect(languageName("de")).toBe("Deutsch");
  expect(new Set(languages.map(languageName)).size).toBe(languages.length);
});

test("the reader's first language that exists is chosen", () => {
  expect(chooseLanguage([null, "xx-FR", "de-CH", "en"])).toBe("de");
  expect(chooseLanguage(["xx", undefined, "constructor"])).toBe("en");
});

test("values are put in, and a missing one stays visible", () => {
  expect(fill("{a} of {b}", { a: 0 })).toBe("0 of {b}");
  expect(fill("{a} {b}", { a: "+1" }, "rtl")).toBe("\u2068+1\u2069 {b}");
});
