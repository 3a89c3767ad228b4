/**
 * How languages are written: the letters of their alphabets, to tell a text that is in another language, or was
 * pasted with letters that only look alike. Capital letters count as their small ones, but for İ.
 */

const latin = "a-z";

/** Letters that a language writes its own words with, as the inside of a character class. */
export const letters: Readonly<Record<string, string>> = {
  ar: "\\p{Script=Arabic}",
  bg: "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
  cs: `${latin}áčďéěíňóřšťúůýž`,
  de: `${latin}äöüß`,
  en: latin,
  es: `${latin}áéíñóúü`,
  fr: `${latin}àâæçèéêëîïôœùûüÿ`,
  hu: `${latin}áéíóöőúüű`,
  id: latin,
  it: `${latin}àèéìíîòóùú`,
  ja: "\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}ー",
  ko: "\\p{Script=Hangul}",
  mk: "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
  nl: `${latin}áäèéëêïíóöüú`,
  pl: `${latin}ąćęłńóśźż`,
  pt: `${latin}áàâãçéêíóôõúü`,
  ro: `${latin}ăâîșț`,
  ru: "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
  sv: `${latin}åäöé`,
  tr: `${latin}çğıİöşüâîû`,
  uk: "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
  zh: "\\p{Script=Han}",
};

/** What each text of these languages must have a letter of; Japanese would pass for Chinese without it. */
export const needed: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  bg: /\p{Script=Cyrillic}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  ko: /\p{Script=Hangul}/u,
  mk: /\p{Script=Cyrillic}/u,
  ru: /\p{Script=Cyrillic}/u,
  uk: /\p{Script=Cyrillic}/u,
  zh: /\p{Script=Han}/u,
};

/** Letters that must not be there: common characters in Chinese whose simplified forms differ. */
export const forbidden: Readonly<Record<string, RegExp>> = {
  zh: /[個們這說誰錄請證設碼號戶組織專項應權遠間關時發過還無電話郵於會與為對開選擇變]/u,
};
