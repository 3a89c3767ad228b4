/** What was typed into the forms by which people make an account, and what is wrong with it at first sight. */
import { onlyTypeable, onlyVisible } from "#src/domains/user/index.ts";
import type { FlashError } from "../browser.ts";
import { type Consents, consentFields, secretFields } from "../pages/account-form.ts";
import { linkIn } from "../routes.ts";
import type { Turn } from "../turn.ts";

export const maxLength = 200;

export type Errors = Readonly<Record<string, FlashError>>;
export type Values = Readonly<Record<string, string>>;

/** Names by which accounts are found. */
const compared = new Set(["email", "userName"]);

/** Trimmed, without characters that no name has; without the passwords, which are taken as they are. */
export function typed({ params }: Turn, textFields: readonly string[]): Values {
  const values: Record<string, string> = {};
  for (const name of textFields) {
    const only = compared.has(name) ? onlyTypeable : onlyVisible;
    values[name] = only(params.get(name) ?? "").trim();
  }
  for (const name of consentFields) if (params.get(name) !== undefined) values[name] = "yes";
  return values;
}

/** What has to be agreed to, in the page's language. */
export function consentsOf({ frame, loaded }: Turn): Consents {
  const { links } = loaded.settings;
  const present = consentFields.map((name) => [name, linkIn(frame.language, links[name]) ?? ""] as const);
  return Object.fromEntries(present.filter(([, href]) => href !== ""));
}

interface Wanted {
  readonly textFields: readonly string[];
  readonly optional?: readonly string[];
  readonly withPassword: boolean;
}

/** Everything that can be told without looking at any account. */
export function firstChecks(
  turn: Turn,
  values: Values,
  { textFields, optional = [], withPassword }: Wanted,
): Errors | undefined {
  const errors: Record<string, FlashError> = {};
  const value = (name: string): string => values[name] ?? turn.params.get(name) ?? "";
  for (const name of [...textFields, ...(withPassword ? secretFields : [])]) {
    if (value(name) === "" && !optional.includes(name)) errors[name] = { key: "common.required" };
    else if (value(name).length > maxLength) errors[name] = { key: "common.tooLong" };
  }
  for (const name of Object.keys(consentsOf(turn)))
    if (values[name] === undefined) errors[name] = { key: "register.errorConsent" };
  const bothGiven = withPassword && secretFields.every((name) => errors[name] === undefined);
  if (bothGiven && value("password") !== value("confirmPassword"))
    errors["confirmPassword"] = { key: "register.errorConfirm" };
  return Object.keys(errors).length === 0 ? undefined : errors;
}
