import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { field, formError, heading, hiddenFields, person, submit } from "./parts.ts";

interface PasswordPage {
  readonly action: string;
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  /** Where a forgotten one is replaced; absent where nobody may do so. */
  readonly resetHref?: string | undefined;
  /** Where the passkey does as well; absent without one that may be told of. */
  readonly passkeyHref?: string | undefined;
  readonly errors: FieldErrors;
}

export function passwordPage(frame: Frame, model: PasswordPage): Html {
  const { t } = frame;
  const title = t("password.title");
  const body = html`${heading(frame, title)}
${person(frame, model, model.otherHref)}
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
<input class="sr" type="text" id="loginName" name="loginName" value="${model.loginName}" autocomplete="username" aria-hidden="true" tabindex="-1" readonly>
${field(frame, {
  name: "password",
  label: t("password.label"),
  type: "password",
  autocomplete: "current-password",
  error: model.errors["password"],
  autofocus: true,
})}
${submit(t("password.submit"))}
</form>
${model.passkeyHref === undefined ? "" : html`<p class="aside"><a href="${model.passkeyHref}">${t("passkey.title")}</a></p>`}
${model.resetHref === undefined ? "" : html`<p class="aside"><a href="${model.resetHref}">${t("password.reset")}</a></p>`}`;
  return page(frame, { title, body });
}
