import { html } from "hono/html";
import type { PasswordRules } from "../visit.ts";
import { secrets } from "./account-form.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { mailCodeField, resendForm } from "./mail-code.ts";
import { formError, hiddenFields, submit } from "./parts.ts";

export interface PasswordSetPage {
  readonly action: string;
  /** Absent for who has proven already who they are. */
  readonly code?: {
    readonly value: string;
    readonly resendAction: string;
    /** A code was just asked for. */
    readonly wasSent: boolean;
  };
  /** Whom it is for, or the permit. */
  readonly hidden: Readonly<Record<string, string>>;
  /** As it was typed, or of who has proven it; for those who keep passwords. */
  readonly loginName: string | undefined;
  readonly rules: PasswordRules;
  readonly errors: FieldErrors;
}

export function passwordSetPage(frame: Frame, model: PasswordSetPage): Html {
  const { t } = frame;
  const { code, errors, loginName } = model;
  const title = t(code === undefined ? "passwordSet.firstTitle" : "passwordSet.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${lead(frame, model)}</p>
${formError(frame, errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields({ ...frame.hidden, ...model.hidden })}
${loginName === undefined ? "" : username(loginName)}
${
  code === undefined
    ? ""
    : mailCodeField({
        label: t("passwordSet.code"),
        value: code.value,
        error: errors["code"],
        autofocus: errors["code"] !== undefined || (code.value === "" && Object.keys(errors).length === 0),
      })
}
${secrets(frame, form(model), model.rules, code !== undefined)}
${submit(t("passwordSet.submit"))}
</form>
${code === undefined ? "" : resendForm(frame, resend(frame, model, code.resendAction))}`;
  return page(frame, { title, body });
}

/** For password managers: the account that the new password is of. */
const username = (loginName: string): Html =>
  html`<input class="sr" type="text" id="loginName" name="loginName" value="${loginName}" autocomplete="username" aria-hidden="true" tabindex="-1" readonly>`;

function lead({ t }: Frame, { code, hidden, loginName }: PasswordSetPage): Html | string {
  if (code === undefined) return t("passwordSet.firstLead");
  if (code.wasSent) return sent(t("passwordSet.sent"));
  return hidden["userId"] === undefined && loginName !== undefined
    ? t("passwordSet.lead")
    : t("passwordSet.leadLink");
}

const sent = (text: string): Html => html`<span role="status">${text}</span>`;

const resend = ({ t }: Frame, { hidden, loginName }: PasswordSetPage, action: string) => ({
  action,
  hidden: loginName === undefined ? hidden : { ...hidden, loginName },
  label: t("passwordSet.resend"),
});

/** The code goes first, so that the passwords get the focus only when it is there. */
const form = ({ code, errors }: PasswordSetPage) => ({
  values: code === undefined ? {} : { code: code.value },
  errors,
  fields: code === undefined ? ["password", "confirmPassword"] : ["code", "password", "confirmPassword"],
});
