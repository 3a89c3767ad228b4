import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { field, formError, heading, hiddenFields, submit } from "./parts.ts";
import { type PasskeyButton, passkeyButton } from "./passkey.ts";

interface LoginNamePage {
  readonly action: string;
  readonly value: string;
  /** Nobody can sign in by a name here when it is false. */
  readonly takesNames: boolean;
  /** The organization that was asked for. */
  readonly orgName?: string | undefined;
  readonly withEmail: boolean;
  readonly withPhone: boolean;
  readonly suffix?: string | undefined;
  /** What is asked of whoever signs in by a passkey, without saying who they are. */
  readonly passkey?: PasskeyButton | undefined;
  readonly registerHref?: string | undefined;
  /** Present when this browser has accounts to choose from. */
  readonly accountsHref?: string | undefined;
  readonly errors: FieldErrors;
}

export function loginNamePage(frame: Frame, model: LoginNamePage): Html {
  const { t } = frame;
  const title = t("loginName.title");
  const { form } = model.errors;
  const { passkey } = model;
  const body = html`${heading(frame, title)}
${model.orgName === undefined ? "" : html`<p class="lead">${t("loginName.ofOrg", { org: model.orgName })}</p>`}
${formError(frame, form)}
${model.takesNames ? nameForm(frame, model) : html`<p class="hint">${t("loginName.noNames")}</p>`}
${passkey === undefined ? "" : passkeyButton(frame, passkey)}
${ways(frame, model)}`;
  return page(frame, { title, body, asksAuthenticator: passkey !== undefined });
}

function nameForm(frame: Frame, model: LoginNamePage): Html {
  const { t } = frame;
  return html`<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${field(frame, {
  name: "loginName",
  label: label(model, t),
  type: "text",
  autocomplete: model.passkey === undefined ? "username" : "username webauthn",
  value: model.value,
  error: model.errors["loginName"],
  autofocus: true,
  suffix: model.suffix,
})}
${submit(t("common.continue"))}
</form>`;
}

function ways({ t }: Frame, { registerHref, accountsHref }: LoginNamePage): Html {
  return html`${registerHref === undefined ? "" : html`<p class="aside">${t("loginName.noAccount")} <a href="${registerHref}">${t("loginName.register")}</a></p>`}
${accountsHref === undefined ? "" : html`<p class="aside"><a href="${accountsHref}">${t("accounts.title")}</a></p>`}`;
}

function label({ withEmail, withPhone }: LoginNamePage, t: Frame["t"]): string {
  if (withEmail) return t(withPhone ? "loginName.labelEmailPhone" : "loginName.labelEmail");
  return t(withPhone ? "loginName.labelPhone" : "loginName.label");
}
