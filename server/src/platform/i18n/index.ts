export { chooseLanguage, supportedLanguages } from "./languages.ts";
