import { describe, expect, it } from "vitest";
import { readLanguages } from "#src/platform/http/languages.ts";
import { chooseLanguage, supportedLanguages } from "./languages.ts";
import { createTranslate } from "./translate.ts";

const translate = createTranslate();

describe("translate", () => {
  const values = { minLength: 12 };
  const key = "Errors.User.PasswordComplexityPolicy.MinLength";

  it("takes the best language and fills in values", () => {
    expect(translate(key, ["de-CH", "en"], values)).toBe("Das Passwort braucht mindestens 12 Zeichen.");
    expect(translate(key, ["xx", "en-GB"], values)).toBe("The password needs at least 12 characters.");
    expect(translate(key, [], values)).toBe("The password needs at least 12 characters.");
  });

  it("takes the best of the languages that a part has texts in", () => {
    const ours = createTranslate([{ en: { mine: "mine", more: "more" }, de: { mine: "meins" } }]);
    expect(ours("mine", ["sv", "de"])).toBe("meins");
    expect(ours("more", ["de"])).toBe("more");
    expect(ours("mine", ["sv"])).toBe("mine");
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
