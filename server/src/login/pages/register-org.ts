import { html } from "hono/html";
import type { PasswordRules } from "../backend.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { alert, consent, field, hiddenFields, submit } from "./parts.ts";
import { ruleList } from "./rule-list.ts";

/** In the order of the form; also the fields' names. */
export const orgTextFields = ["orgName", "givenName", "familyName", "email", "userName"] as const;
export const orgSecretFields = ["password", "confirmPassword"] as const;
export const orgConsents = ["terms", "privacy"] as const;

interface RegisterOrgPage {
  readonly action: string;
  /** What was typed before, by field; never a password. */
  readonly values: Readonly<Record<string, string>>;
  readonly rules: PasswordRules;
  /** What has to be agreed to, where there is something to read. */
  readonly consents: Readonly<Partial<Record<(typeof orgConsents)[number], string>>>;
  readonly errors: FieldErrors;
}

export function registerOrgPage(frame: Frame, model: RegisterOrgPage): Html {
  const { t } = frame;
  const title = t("registerOrg.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("registerOrg.lead")}</p>
${alert(model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${texts(frame, model)}
${secrets(frame, model)}
${orgConsents.map((name) => agreed(frame, model, name))}
${submit(t("registerOrg.submit"))}
</form>`;
  return page(frame, { title, body });
}

const firstWrong = ({ errors }: RegisterOrgPage): string | undefined =>
  [...orgTextFields, ...orgSecretFields].find((name) => errors[name] !== undefined);

function texts(frame: Frame, model: RegisterOrgPage): readonly Html[] {
  const { t } = frame;
  const focused = firstWrong(model) ?? "orgName";
  const given = (name: (typeof orgTextFields)[number], label: string, autocomplete: string) => ({
    name,
    label,
    type: "text" as const,
    autocomplete,
    value: model.values[name] ?? "",
    error: model.errors[name],
    autofocus: name === focused,
  });
  return [
    { ...given("orgName", t("registerOrg.name"), "organization"), properName: true },
    { ...given("givenName", t("registerOrg.givenName"), "given-name"), properName: true },
    { ...given("familyName", t("registerOrg.familyName"), "family-name"), properName: true },
    { ...given("email", t("registerOrg.email"), "email"), isEmail: true },
    {
      ...given("userName", t("registerOrg.userName"), "username"),
      optional: true,
      hint: t("registerOrg.userNameHint"),
    },
  ].map((input) => field(frame, input));
}

function secrets(frame: Frame, model: RegisterOrgPage): Html {
  const { t } = frame;
  const secret = (name: (typeof orgSecretFields)[number], label: string, describedBy?: string): Html =>
    field(frame, {
      name,
      label,
      type: "password",
      autocomplete: "new-password",
      error: model.errors[name],
      autofocus: name === firstWrong(model),
      ...(describedBy === undefined ? {} : { describedBy }),
    });
  const rules = ruleList(frame, model.rules, "password");
  return html`${secret("password", t("password.label"), rules === "" ? undefined : "rules")}
${rules}
${secret("confirmPassword", t("registerOrg.confirm"))}`;
}

function agreed(frame: Frame, model: RegisterOrgPage, name: (typeof orgConsents)[number]): Html | string {
  const href = model.consents[name];
  if (href === undefined) return "";
  return consent({
    name,
    sentence: frame.t(`registerOrg.${name}`),
    linkText: frame.t(`registerOrg.${name}Link`),
    href,
    checked: model.values[name] !== undefined,
    error: model.errors[name],
  });
}
