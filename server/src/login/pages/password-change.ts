import { html } from "hono/html";
import type { PasswordRule, PasswordRules } from "../backend.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { alert, field, hiddenFields, person, submit } from "./parts.ts";

interface PasswordChangePage {
  readonly action: string;
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
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
${alert(errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
<input class="sr" type="text" id="loginName" name="loginName" value="${model.loginName}" autocomplete="username" aria-hidden="true" tabindex="-1" readonly>
${secret("oldPassword", t("passwordChange.current"), "current-password")}
${secret("newPassword", t("passwordChange.new"), "new-password", "rules")}
${ruleList(frame, model.rules)}
${secret("confirmPassword", t("passwordChange.confirm"), "new-password")}
${submit(t("passwordChange.submit"))}
</form>`;
  return page(frame, { title, body });
}

/** The rules in force, in the order in which they are shown. */
export function activeRules(rules: PasswordRules): readonly PasswordRule[] {
  const all: readonly PasswordRule[] = ["minLength", "lower", "upper", "number", "symbol"];
  return all.filter((rule) => (rule === "minLength" ? rules.minLength > 0 : rules[rule]));
}

/** The script keeps it up to date while somebody types; each state is a word, not only a colour. */
function ruleList({ t }: Frame, rules: PasswordRules): Html | string {
  const active = activeRules(rules);
  if (active.length === 0) return "";
  const items = active.map(
    (rule) =>
      html`<li data-rule="${rule}"${rule === "minLength" ? html` data-count="${rules.minLength}"` : ""}>${t(`rules.${rule}`, { count: rules.minLength })}<span class="sr" data-state></span></li>`,
  );
  return html`<div class="rules" id="rules" data-rules-of="newPassword" data-fulfilled="${t("rules.fulfilled")}" data-open="${t("rules.open")}"><p>${t("rules.title")}</p><ul>${items}</ul></div>`;
}
