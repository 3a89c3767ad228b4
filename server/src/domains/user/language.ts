import { invalid } from "#src/platform/failure/index.ts";

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** BCP 47 for a language that is not known. */
const undetermined = /^und(?:-|$)/i;

/** Whether it is a tag of BCP 47 whose language exists, such as `de-CH`; not whether we speak it. */
function isLanguageTag(tag: string): boolean {
  try {
    const { language } = new Intl.Locale(tag);
    return undetermined.test(tag) || names.of(language) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Languages that nothing here is written in are allowed: applications read them from the profile as well.
 * @throws invalid_argument USER-La5ng naming the field
 */
export function requireLanguageTag(tag: string | undefined): void {
  if (tag !== undefined && tag !== "" && !isLanguageTag(tag))
    throw invalid("USER-La5ng", "Errors.User.Profile.LanguageInvalid", { field: "preferredLanguage" });
}
