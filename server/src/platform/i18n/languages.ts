/** Languages that messages are written in (BCP 47). */
export const messageLanguages = [
  "ar",
  "bg",
  "cs",
  "de",
  "en",
  "es",
  "fr",
  "hu",
  "id",
  "it",
  "ja",
  "ko",
  "mk",
  "nl",
  "pl",
  "pt",
  "ro",
  "ru",
  "sv",
  "tr",
  "uk",
  "zh",
] as const;

export type MessageLanguage = (typeof messageLanguages)[number];

/** Languages that an instance, an organization or a user may choose. */
export const supportedLanguages: readonly string[] = [...messageLanguages];

/** Which way a language is written. */
export const directionOf = (language: string): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

const lower = (tag: string): string => tag.toLowerCase();

/**
 * RFC 4647 lookup: for each wanted tag, best first, the available one that equals it, or its shorter forms
 * (`de-Latn-CH`, `de-Latn`, `de`); `fallback` when none fits.
 */
export function chooseLanguage<L extends string>(
  wanted: readonly string[],
  available: readonly L[],
  fallback: L,
): L {
  for (const tag of wanted) {
    let range = lower(tag);
    while (range !== "") {
      const found = available.find((language) => lower(language) === range);
      if (found !== undefined) return found;
      range = range.slice(0, Math.max(range.lastIndexOf("-"), 0));
    }
  }
  return fallback;
}
