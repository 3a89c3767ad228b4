import { expect, test } from "vitest";
import { requireLanguageTag } from "./language.ts";

test.each(["", "en", "de-CH", "zh-Hant-TW", "gsw", "sr-Latn", "tlh", "und"])("%o is a language", (tag) => {
  expect(() => requireLanguageTag(tag)).not.toThrow();
});

test.each(["klingon", "xx", "en_US", "e", "de-", "<b>", " en"])("%o is none, and refused by name", (tag) => {
  expect(() => requireLanguageTag(tag)).toThrow(
    expect.objectContaining({ id: "USER-La5ng", details: { field: "preferredLanguage" } }),
  );
});
