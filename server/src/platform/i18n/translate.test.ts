import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readLanguages } from "#src/platform/http/languages.ts";
import { chooseLanguage, supportedLanguages } from "./languages.ts";
import { createTranslate, errorTexts } from "./translate.ts";

const translate = createTranslate();
const SOURCE = join(import.meta.dirname, "../..");

describe("the texts", () => {
  const { en, de } = errorTexts;

  it("have the same keys in every language", () => {
    expect(Object.keys(en).length).toBeGreaterThan(150);
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  });

  it("have the same placeholders in every language, and none is empty", () => {
    const placeholders = (text: string | undefined) => (text ?? "").match(/\{\w+\}/g)?.sort() ?? [];
    for (const key of Object.keys(en)) {
      expect(placeholders(de[key]), key).toEqual(placeholders(en[key]));
      expect(en[key]?.trim(), key).toMatch(/\S/);
      expect(de[key]?.trim(), key).toMatch(/\S/);
    }
  });

  it("there is one for every key in the source", () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith(".ts") && !/\.(?:test|fixture)\.ts$/.test(name) && !name.includes("i18n"),
    );
    const code = files.map((name) =>
      readFileSync(join(SOURCE, name), "utf8").replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, ""),
    );
    const keys = code.flatMap(
      (text) => text.match(/(?<=")(?:Errors\.[A-Za-z0-9.]+|List\.Query\.Invalid)(?=")/g) ?? [],
    );
    expect(keys.length).toBeGreaterThan(50);
    const prefixes = (key: string) => Object.keys(en).some((known) => known.startsWith(`${key}.`));
    const missing = new Set(keys.filter((key) => en[key] === undefined && !prefixes(key)));
    expect([...missing].sort()).toEqual([]);
  });
});

describe("translate", () => {
  const values = { minLength: 12 };
  const key = "Errors.User.PasswordComplexityPolicy.MinLength";

  it("takes the best language and fills in values", () => {
    expect(translate(key, ["de-CH", "en"], values)).toBe("Das Passwort braucht mindestens 12 Zeichen.");
    expect(translate(key, ["fr", "en-GB"], values)).toBe("The password needs at least 12 characters.");
    expect(translate(key, [], values)).toBe("The password needs at least 12 characters.");
  });

  it("leaves unknown keys as they are", () => {
    expect(translate("Errors.Nobody.Knows", ["de"])).toBe("Errors.Nobody.Knows");
    expect(translate("constructor", ["de"])).toBe("constructor");
  });

  it("fills in nothing but given values, once", () => {
    expect(translate(key, ["en"])).toContain("{minLength}");
    expect(translate(key, ["en"], { minLength: "{minLength}" })).toContain("{minLength}");
    expect(translate("{toString}", ["en"])).toBe("{toString}");
  });

  it("takes texts of slices, and refuses two for one key", () => {
    const part = { en: { "Errors.Mine": "mine" }, de: { "Errors.Mine": "meins" } };
    expect(createTranslate([part])("Errors.Mine", ["de"])).toBe("meins");
    expect(() => createTranslate([part, part])).toThrow("Errors.Mine");
  });
});

describe("negotiation", () => {
  const choose = (header: string) => chooseLanguage(readLanguages(header), ["en", "de", "pt"], "en");

  it.each([
    ["de", "de"],
    ["DE-at", "de"],
    ["fr, de;q=0.5", "de"],
    ["en;q=0.3, de;q=0.8, pt;q=0.9", "pt"],
    ["de;q=0, en", "en"],
    ["*, de;q=0.1", "de"],
    ["de-Latn-CH-1996, en", "de"],
    ["xx, yy;q=0.9", "en"],
    ["", "en"],
    ["d", "en"],
    ["broken;;q=,,", "en"],
  ])("%s → %s", (header, language) => {
    expect(choose(header)).toBe(language);
  });

  it("the supported languages are those of the contract's products", () => {
    expect(supportedLanguages).toHaveLength(22);
    expect([...supportedLanguages].sort()).toEqual(supportedLanguages);
  });
});
