import { html } from "hono/html";
import type { PasswordRules } from "../visit.ts";
import { type Consents, consents, secretFields, secrets, textField } from "./account-form.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { formError, hiddenFields, submit } from "./parts.ts";

/** In the order of the form; also the fields' names. */
export const orgTextFields = ["orgName", "givenName", "familyName", "email", "userName"] as const;

interface RegisterOrgPage {
  readonly action: string;
  /** What was typed before, by field; never a password. */
  readonly values: Readonly<Record<string, string>>;
  readonly rules: PasswordRules;
  readonly consents: Consents;
  readonly errors: FieldErrors;
}

export function registerOrgPage(frame: Frame, model: RegisterOrgPage): Html {
  const { t } = frame;
  const title = t("registerOrg.title");
  const form = { ...model, fields: [...orgTextFields, ...secretFields], optional: ["userName"] };
  const body = html`<h1>${title}</h1>
<p class="lead">${t("registerOrg.lead")}</p>
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${textField(frame, form, "orgName")}
${textField(frame, form, "givenName")}
${textField(frame, form, "familyName")}
${textField(frame, form, "email")}
${textField(frame, form, "userName", { label: t("registerOrg.userName"), hint: t("registerOrg.userNameHint"), optional: true })}
${secrets(frame, form, model.rules)}
${consents(frame, form, model.consents)}
${submit(t("registerOrg.submit"))}
</form>`;
  return page(frame, { title, body });
}
