export { chooseLanguage, supportedLanguages } from "./languages.ts";
export { createTranslate, messageLanguages, type Texts, type Translate } from "./translate.ts";
