export { chooseLanguage, directionOf, messageLanguages, supportedLanguages } from "./languages.ts";
export { createTranslate, type Texts, type Translate } from "./translate.ts";
