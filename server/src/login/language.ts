import { chooseLanguage } from "#src/platform/i18n/index.ts";
import { type PageLanguage, pageLanguages } from "./texts/index.ts";

export interface LanguageWishes {
  /** Chosen on a page in this visit (query `lang`). */
  readonly explicit?: string | undefined;
  readonly uiLocales: readonly string[];
  readonly userPreference?: string | undefined;
  /** Chosen in an earlier visit. */
  readonly remembered?: string | undefined;
  /** Accept-Language, best first. */
  readonly accepted: readonly string[];
}

/** The languages to choose from: allowed by the instance and known to the pages; English when there is none. */
export function offeredLanguages(allowed: readonly string[]): readonly PageLanguage[] {
  const known = pageLanguages.filter((language) => allowed.includes(language));
  return known.length === 0 ? ["en"] : known;
}

/** Order: this visit's choice, ui_locales, the user, the browser's earlier choice, Accept-Language, the default. */
export function pageLanguage(
  wishes: LanguageWishes,
  offered: readonly PageLanguage[],
  defaultLanguage: string,
): PageLanguage {
  const order = [
    wishes.explicit,
    ...wishes.uiLocales,
    wishes.userPreference,
    wishes.remembered,
    ...wishes.accepted,
  ];
  const wanted = [...order, defaultLanguage].filter((tag) => tag !== undefined);
  return chooseLanguage(wanted, offered, offered.includes("en") ? "en" : (offered[0] ?? "en"));
}
