import { html } from "hono/html";
import type { PasswordRules } from "../visit.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { cancelForm, field, formError, hiddenFields, person, submit } from "./parts.ts";
import { ruleList } from "./rule-list.ts";

interface PasswordChangePage {
  readonly action: string;
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  /** Where giving up leads; absent when no application waits. */
  readonly cancelAction?: string | undefined;
  /** Days after which a password is too old, when that is why. */
  readonly expiredAfterDays?: number | undefined;
  readonly rules: PasswordRules;
  readonly errors: FieldErrors;
}

export function passwordChangePage(frame: Frame, model: PasswordChangePage): Html {
  const { t } = frame;
  const title = t("passwordChange.title");
  const { errors, expiredAfterDays: days } = model;
  const firstWrong = ["oldPassword", "newPassword", "confirmPassword"].find(
    (name) => errors[name] !== undefined,
  );
  const secret = (name: string, label: string, autocomplete: string, describedBy?: string): Html =>
    field(frame, {
      name,
      label,
      type: "password",
      autocomplete,
      error: errors[name],
      autofocus: name === (firstWrong ?? "oldPassword"),
      ...(describedBy === undefined ? {} : { describedBy }),
    });
  const body = html`<h1>${title}</h1>
<p class="lead">${days === undefined ? t("passwordChange.required") : t("passwordChange.expired", { days })}</p>
${person(frame, model, model.otherHref)}
${formError(frame, errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
<input class="sr" type="text" id="loginName" name="loginName" value="${model.loginName}" autocomplete="username" aria-hidden="true" tabindex="-1" readonly>
${secret("oldPassword", t("passwordChange.current"), "current-password")}
${secret("newPassword", t("passwordChange.new"), "new-password", "rules")}
${ruleList(frame, model.rules, "newPassword")}
${secret("confirmPassword", t("passwordChange.confirm"), "new-password")}
${submit(t("passwordChange.submit"))}
</form>
${cancelForm(frame, model.cancelAction)}`;
  return page(frame, { title, body });
}
