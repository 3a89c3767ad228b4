import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { alert, field, heading, hiddenFields, submit } from "./parts.ts";

interface LoginNamePage {
  readonly action: string;
  readonly value: string;
  readonly withEmail: boolean;
  readonly withPhone: boolean;
  readonly suffix?: string | undefined;
  /** Present when this browser has accounts to choose from. */
  readonly accountsHref?: string | undefined;
  readonly errors: FieldErrors;
}

export function loginNamePage(frame: Frame, model: LoginNamePage): Html {
  const { t } = frame;
  const title = t("loginName.title");
  const { form, loginName } = model.errors;
  const body = html`${heading(frame, title)}
${alert(form)}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${field(frame, {
  name: "loginName",
  label: label(model, t),
  type: "text",
  autocomplete: "username",
  value: model.value,
  error: loginName,
  autofocus: true,
  suffix: model.suffix,
})}
${submit(t("common.continue"))}
</form>
${model.accountsHref === undefined ? "" : html`<p class="aside"><a href="${model.accountsHref}">${t("accounts.title")}</a></p>`}`;
  return page(frame, { title, body });
}

function label({ withEmail, withPhone }: LoginNamePage, t: Frame["t"]): string {
  if (withEmail) return t(withPhone ? "loginName.labelEmailPhone" : "loginName.labelEmail");
  return t(withPhone ? "loginName.labelPhone" : "loginName.label");
}
