import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { errorTexts } from "./errors.ts";
import { messageLanguages } from "./languages.ts";
import { forbidden, letters, needed } from "./scripts.fixture.ts";

const SOURCE = join(import.meta.dirname, "../..");
const english = errorTexts.en();

/** Names that are written alike everywhere. */
const names =
  /https?:\/\/\S*|host:port|#5469d4|de-CH|\b(?:de|en|API|Authorization|BCP|base32|client|DNS|e-?mail|host|HTTPS?|id|JWT|mailto|OAuth|OIDC|OpenID|Connect|passkeys?|SAML|SMS|SMTP|tel|TLS|token|URI|URL|Verify)\b/giu;

/** What stays the same in some languages for good reason. */
const sameAsEnglish = new Set<string>([]);

const placeholders = (text: string) => text.match(/\{\w+\}/g)?.sort() ?? [];

describe("the texts of errors", () => {
  it("are there", () => {
    expect(Object.keys(english).length).toBeGreaterThan(350);
  });

  it("spell email as the pages do", () => {
    expect(Object.values(english).filter((text) => /e-mail/i.test(text))).toEqual([]);
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
    const known = new Set(Object.keys(english));
    const prefixes = (key: string) => [...known].some((one) => one.startsWith(`${key}.`));
    const missing = new Set(keys.filter((key) => !known.has(key) && !prefixes(key)));
    expect([...missing].sort()).toEqual([]);
  });
});

describe.each(messageLanguages)("in %s", (language) => {
  const texts = Object.entries(errorTexts[language]());
  const source = new Map(Object.entries(english));

  it("they say all that English says, with the same values", () => {
    expect(texts.map(([key]) => key).sort()).toEqual([...source.keys()].sort());
    const wrong = texts.filter(
      ([key, text]) =>
        placeholders(text).join() !== placeholders(source.get(key) ?? "").join() ||
        text.trim() !== text ||
        text === "" ||
        /\s{2}|[<>]/.test(text),
    );
    expect(wrong).toEqual([]);
  });

  it("they are in its script, and not in English", () => {
    const foreign = new RegExp(`[^\\P{L}${letters[language]}]`, "iu");
    const wrong = texts.filter(([key, text]) => {
      const words = text.replaceAll(/\{\w+\}/g, "").replaceAll(names, "");
      return (
        foreign.test(words) ||
        needed[language]?.test(words) === false ||
        forbidden[language]?.test(words) ||
        (language !== "en" &&
          (/\b(?:the|already|exists|cannot|found)\b/i.test(words) ||
            (text === source.get(key) && !sameAsEnglish.has(`${language} ${key}`))))
      );
    });
    expect(wrong).toEqual([]);
  });
});
