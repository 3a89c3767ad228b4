/** What the forms share by which people make an account, with an organization or in one. */
import { html } from "hono/html";
import type { TextKey } from "../texts/index.ts";
import type { PasswordRules } from "../visit.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { consent, field } from "./parts.ts";
import { ruleList } from "./rule-list.ts";

export const secretFields = ["password", "confirmPassword"] as const;
export const consentFields = ["terms", "privacy"] as const;

/** Where there is something to agree to: what to read, in the page's language. */
export type Consents = Readonly<Partial<Record<(typeof consentFields)[number], string>>>;

export interface AccountFormModel {
  /** What was typed before, by field; never a password. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
  /** Of the form's fields, in their order. */
  readonly fields: readonly string[];
  readonly optional?: readonly string[];
}

/** What can be typed; also the field's name and element's id. */
export type TextField = "orgName" | "givenName" | "familyName" | "email" | "userName";

interface Kind {
  readonly label: TextKey;
  readonly autocomplete: string;
  readonly properName?: boolean;
  readonly isEmail?: boolean;
}

const kinds: Readonly<Record<TextField, Kind>> = {
  orgName: { label: "registerOrg.name", autocomplete: "organization", properName: true },
  givenName: { label: "register.givenName", autocomplete: "given-name", properName: true },
  familyName: { label: "register.familyName", autocomplete: "family-name", properName: true },
  email: { label: "register.email", autocomplete: "email", isEmail: true },
  userName: { label: "register.userName", autocomplete: "username" },
};

/** The first wrong field; without one, the first that is still to be filled in. */
function focused({ values, errors, fields, optional = [] }: AccountFormModel): string | undefined {
  const wrong = fields.find((name) => errors[name] !== undefined);
  return wrong ?? fields.find((name) => !values[name] && !optional.includes(name));
}

interface Extras {
  readonly label?: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly suffix?: string | undefined;
}

export function textField(
  frame: Frame,
  model: AccountFormModel,
  name: TextField,
  { label, ...extras }: Extras = {},
): Html {
  const { label: key, ...kind } = kinds[name];
  return field(frame, {
    name,
    label: label ?? frame.t(key),
    type: "text",
    ...kind,
    value: model.values[name] ?? "",
    error: model.errors[name],
    autofocus: name === focused(model),
    ...extras,
  });
}

/** @param replaces whether the password takes the place of another one */
export function secrets(frame: Frame, model: AccountFormModel, rules: PasswordRules, replaces = false): Html {
  const { t } = frame;
  const labels = replaces
    ? { password: t("passwordChange.new"), confirmPassword: t("passwordChange.confirm") }
    : { password: t("password.label"), confirmPassword: t("register.confirm") };
  const list = ruleList(frame, rules, "password");
  const secret = (name: (typeof secretFields)[number], describedBy?: string): Html =>
    field(frame, {
      name,
      label: labels[name],
      type: "password",
      autocomplete: "new-password",
      error: model.errors[name],
      autofocus: name === focused(model),
      ...(describedBy === undefined ? {} : { describedBy }),
    });
  return html`${secret("password", list === "" ? undefined : "rules")}
${list}
${secret("confirmPassword")}`;
}

export function consents(frame: Frame, model: AccountFormModel, links: Consents): readonly (Html | string)[] {
  return consentFields.map((name) => {
    const href = links[name];
    if (href === undefined) return "";
    return consent({
      name,
      sentence: frame.t(`register.${name}`),
      linkText: frame.t(`register.${name}Link`),
      href,
      checked: model.values[name] !== undefined,
      error: model.errors[name],
    });
  });
}
