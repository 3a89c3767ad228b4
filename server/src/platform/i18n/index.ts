export { messageLanguages } from "./errors.ts";
export { chooseLanguage, supportedLanguages } from "./languages.ts";
export { createTranslate, type Texts, type Translate } from "./translate.ts";
