import { html } from "hono/html";
import type { PasswordRules } from "../visit.ts";
import { type Consents, consents, secretFields, secrets, type TextField, textField } from "./account-form.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { formError, heading, hiddenFields, submit } from "./parts.ts";

interface RegisterPage {
  readonly action: string;
  /** The organization, where it was asked for. */
  readonly orgName?: string | undefined;
  /** What was typed before, by field; never a password. */
  readonly values: Readonly<Record<string, string>>;
  readonly textFields: readonly TextField[];
  /** Behind the user name. */
  readonly suffix?: string | undefined;
  /** Absent where the password is chosen later, by mail. */
  readonly rules?: PasswordRules | undefined;
  readonly withPasskey: boolean;
  readonly consents: Consents;
  readonly signInHref: string;
  readonly errors: FieldErrors;
}

export function registerPage(frame: Frame, model: RegisterPage): Html {
  const { t } = frame;
  const { rules, orgName } = model;
  const title = t("register.title");
  const form = { ...model, fields: [...model.textFields, ...(rules === undefined ? [] : secretFields)] };
  const body = html`${heading(frame, title)}
${orgName === undefined ? "" : html`<p class="lead">${t("register.leadOrg", { org: orgName })}</p>`}
${rules === undefined ? html`<p class="lead">${t("register.leadMail")}</p>` : ""}
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${model.textFields.map((name) => textField(frame, form, name, name === "userName" ? { suffix: model.suffix } : {}))}
${rules === undefined ? "" : secrets(frame, form, rules)}
${consents(frame, form, model.consents)}
${submit(t("register.submit"))}
${model.withPasskey ? passkeyInstead(frame) : ""}
</form>
<p class="aside"><a href="${model.signInHref}">${t("register.haveAccount")}</a></p>`;
  return page(frame, { title, body });
}

/** Hidden until the script finds that this browser can make one; the passwords may stay empty then. */
function passkeyInstead({ t }: Frame): Html {
  return html`<button class="go plain" type="submit" name="method" value="passkey" formnovalidate hidden data-needs-webauthn>${t("register.withPasskey")}</button>`;
}

interface RegisteredByMailPage {
  readonly signInHref: string;
}

/** The same for everybody: who reads the mail goes on from there. */
export function registeredByMailPage(frame: Frame, { signInHref }: RegisteredByMailPage): Html {
  const { t } = frame;
  const title = t("register.mailTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("register.mailSent")}</p>
<p class="hint">${t("register.mailMissing")}</p>
<a class="go" href="${signInHref}">${t("register.mailSignIn")}</a>`;
  return page(frame, { title, body });
}
