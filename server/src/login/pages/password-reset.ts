import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { field, formError, hiddenFields, person, submit } from "./parts.ts";

interface PasswordResetPage {
  readonly action: string;
  /** Of the session, or as it was typed; asked for without it. */
  readonly loginName: string | undefined;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  readonly backHref: string;
  readonly errors: FieldErrors;
}

export function passwordResetPage(frame: Frame, model: PasswordResetPage): Html {
  const { t } = frame;
  const { loginName, displayName, errors } = model;
  const title = t("passwordReset.title");
  const name =
    loginName === undefined
      ? field(frame, {
          name: "loginName",
          label: t("loginName.label"),
          type: "text",
          autocomplete: "username",
          error: errors["loginName"],
          autofocus: true,
        })
      : html`<input type="hidden" name="loginName" value="${loginName}">`;
  const body = html`<h1>${title}</h1>
<p class="lead">${t("passwordReset.lead")}</p>
${loginName === undefined ? "" : person(frame, { loginName, displayName }, model.otherHref)}
${formError(frame, errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${name}
${submit(t("passwordReset.submit"))}
</form>
<p class="aside"><a href="${model.backHref}">${t("passwordReset.back")}</a></p>`;
  return page(frame, { title, body });
}
