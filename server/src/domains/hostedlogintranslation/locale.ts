import { invalid } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";

/** The language of a locale, such as `de` of `de-AT`. */
export const baseOf = (locale: string): string => locale.split("-", 1)[0] ?? locale;

/**
 * A locale as it is stored: `de-at` is `de-AT`.
 * @throws invalid_argument for what is no BCP 47 tag, and for languages that nobody can choose
 */
export function readLocale(given: string): string {
  const locale = canonical(given);
  if (locale === undefined || !supportedLanguages.includes(baseOf(locale)))
    throw invalid("LOGTX-La1ng", "Errors.Language.NotSupported", { field: "locale" });
  return locale;
}

/** No tag of use has more. */
const maxLength = 35;

function canonical(tag: string): string | undefined {
  if (tag.length > maxLength) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
