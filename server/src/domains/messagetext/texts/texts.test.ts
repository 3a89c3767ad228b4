import { expect, test } from "vitest";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import { variablesIn } from "../template.ts";
import { variableNames } from "../variables.ts";
import { type MessageLanguage, messageWords } from "./index.ts";

/** Every text of a language by the path to it. */
const textsOf = (words: object, path = ""): readonly (readonly [string, string])[] =>
  Object.entries(words).flatMap(([name, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? textsOf(value, `${path}${name}.`)
      : [[`${path}${name}`, String(value)] as const],
  );

const english = new Map(textsOf(messageWords.en));
const languages = Object.keys(messageWords) as MessageLanguage[];

test("there are messages in every language that may be chosen", () => {
  expect(languages).toEqual(supportedLanguages);
  expect(english.size).toBe(39);
});

test.each(languages)("%s says all that English says, with the same variables", (language) => {
  const texts = textsOf(messageWords[language]);
  expect(texts.map(([path]) => path)).toEqual([...english.keys()]);
  const names = (text: string) => [...variablesIn(text)].sort().join();
  const wrong = texts.filter(([path, text]) => {
    const original = english.get(path) ?? "";
    return (
      names(text) !== names(original) ||
      text.split("\n\n").length !== original.split("\n\n").length ||
      text.trim() !== text ||
      /[{}<>]/.test(text.replaceAll(/\{\{\.\w+\}\}/g, "")) ||
      (language !== "en" && text === original)
    );
  });
  expect(wrong).toEqual([]);
});

/** A button, in one language or another. */
const button =
  /button|الزر|бутон|tlačít|Schaltfläche|botón|bouton|gomb|tombol|pulsante|ボタン|버튼|копче|knop|przycisk|botão|buton|кнопк|knapp|düğme|按钮/i;

test.each(languages)(
  "%s speaks of links, which mails without HTML have as well, not of buttons",
  (language) => {
    const { linkHint, mails } = messageWords[language];
    expect(linkHint).toMatch(button);
    for (const { text } of Object.values(mails)) expect(text).not.toMatch(button);
  },
);

test("English spells email as the pages do", () => {
  expect([...english].filter(([, text]) => /e-mail/i.test(text))).toEqual([]);
});

test("texts name nothing that is not known", () => {
  const used = [...english.values()].flatMap(variablesIn);
  expect(used.length).toBeGreaterThan(20);
  for (const name of used) expect(variableNames).toContain(name);
});
