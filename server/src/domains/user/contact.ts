import { type CountryCode, getCountries, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { invalid } from "#src/platform/failure/index.ts";

/** An email address as stored: trimmed, otherwise as typed. @throws invalid_argument EMAIL-599BI */
export function normalEmail(input: string): string {
  const email = input.trim();
  if (email.length > 200 || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid("EMAIL-599BI", "Errors.User.Email.Invalid", { field: "email" });
  return email;
}

/** Whose country's way of writing numbers is taken where nothing says another; the contract's own. */
const defaultCountry: CountryCode = "CH";

const countries: ReadonlySet<string> = new Set(getCountries());
const isCountry = (code: string): code is CountryCode => countries.has(code);

/** The country that a language tag names, such as Austria in `de-AT`. */
function countryOf(language: string): CountryCode | undefined {
  const region = language.split(/[-_]/).find((part, n) => n > 0 && /^[a-z]{2}$/i.test(part));
  const code = region?.toUpperCase() ?? "";
  return isCountry(code) ? code : undefined;
}

/**
 * A phone number in E.164, from any spelling: with the country's code, however it is introduced, or as it is written
 * in the country of the person's language.
 * @param language BCP 47, of whoever has the number
 * @throws invalid_argument PHONE-so0wa
 */
export function normalPhone(input: string, language = ""): string {
  const phone = input.length > 200 ? undefined : phoneIn(input, countryOf(language) ?? defaultCountry);
  if (phone === undefined) throw invalid("PHONE-so0wa", "Errors.User.Phone.Invalid", { field: "phone" });
  return phone;
}

/** The same for what may be something else as well, such as a login name; undefined when it is no number. */
export const phoneIfAny = (input: string): string | undefined =>
  input.length > 200 ? undefined : phoneIn(input, defaultCountry);

/** Any number of a known country, also of a length that none has there now: as programs set them, `+1234567890` say. */
const international = /^\+\d{7,15}$/;

/** The number that somebody may have typed; undefined when it can be none. */
function phoneIn(input: string, country: CountryCode): string | undefined {
  const text = input.normalize("NFKC").trim().replace(/^tel:/i, "");
  // What callers within the country dial as well, such as the 0 of "+41 (0)79".
  const spelled = text.replace(/^00(?=\s*[1-9])/, "+").replace(/^(\+[\d\s]*)\(0\)/, "$1");
  if (/[^\d\s()+./\-‐-―−·]/.test(spelled)) return undefined;
  const number = parsePhoneNumberFromString(spelled, { defaultCountry: country, extract: false });
  if (number === undefined || number.ext !== undefined) return undefined;
  return number.isPossible() || (spelled.startsWith("+") && international.test(number.number))
    ? number.number
    : undefined;
}
