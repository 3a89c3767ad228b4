import { describe, expect, test } from "vitest";
import { stepRules } from "../flow/steps.ts";
import { en } from "./en.ts";
import { builtInTexts, pageLanguages, tableOf, translator } from "./index.ts";
import type { TextKey } from "./keys.ts";

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const keys = Object.keys(en) as TextKey[];

describe("the texts of the login pages", () => {
  test.each(pageLanguages)(
    "%s has every text in the order of English, filled in, with the same values",
    (language) => {
      const table = tableOf(language);
      expect(keys.length).toBeGreaterThan(60);
      expect(Object.keys(table)).toEqual(keys);
      const wrong = keys.filter(
        (key) => table[key].trim() === "" || placeholders(table[key]).join() !== placeholders(en[key]).join(),
      );
      expect(wrong).toEqual([]);
    },
  );

  test.each(pageLanguages.filter((language) => language !== "en"))(
    "%s says sentences in its own words",
    (language) => {
      const table = tableOf(language);
      const isSentence = (text: string) => text.replace(/\{\w+\}/g, "").length > 16;
      expect(keys.filter((key) => isSentence(en[key]) && table[key] === en[key])).toEqual([]);
    },
  );

  test("every step that can end a login has a text of its own", () => {
    const pages = [
      "login_name",
      "account_picker",
      "password",
      "password_change",
      "mfa_check",
      "mfa_setup",
      "mfa_prompt",
      "passkey",
      "passkey_setup",
      "passkey_prompt",
      "register",
      "activate_user",
      "password_setup",
      "email_verification",
      "username_change",
    ];
    const inside = ["reuse_session", "session_expired"];
    const kinds = Object.keys(stepRules).filter((kind) => !pages.includes(kind) && !inside.includes(kind));
    expect(kinds.length).toBeGreaterThan(5);
    for (const kind of kinds) expect(keys).toContain(`error.${kind}`);
  });

  test("every text has a path of its own in the contract's translations, and no path leads through another", () => {
    const paths = [...builtInTexts("en").keys()];
    expect(paths).toHaveLength(keys.length);
    const groups = new Set(
      paths.flatMap((path) => [...path.matchAll(/\./g)].map(({ index }) => path.slice(0, index))),
    );
    expect(paths.filter((path) => groups.has(path))).toEqual([]);
    expect(paths).toContain("password.complexity.hasUppercase");
  });

  test("another login can lay our texts over its own: its groups stay groups, and it knows the values", () => {
    const texts = builtInTexts("en");
    const forms = [
      "loginname",
      "password.verify",
      "password.set",
      "password.change",
      "register",
      "verify.verify",
    ];
    const groups = [
      ...forms.map((form) => `${form}.required`),
      "device.usercode.required",
      "register.password",
    ];
    expect(groups.filter((path) => texts.has(path))).toEqual([]);
    expect(placeholders(texts.get("device.request.title") ?? "")).toEqual(["{appName}"]);
  });

  test("values are put in literally, whatever they hold", () => {
    expect(translator("en")("common.toApp", { app: "$& {app}" })).toBe("to continue to $& {app}");
  });

  test("in Arabic each value is kept apart from the sentence's direction", () => {
    expect(translator("ar")("error.reference", { id: "+1" })).toContain("\u2068+1\u2069");
    expect(translator("en")("error.reference", { id: "+1" })).toBe("Error +1");
  });
});
