import { html } from "hono/html";
import type { PasswordRule, PasswordRules } from "../visit.ts";
import type { Frame, Html } from "./frame.ts";

/** The rules in force, in the order in which they are shown. */
function activeRules(rules: PasswordRules): readonly PasswordRule[] {
  const all: readonly PasswordRule[] = ["minLength", "lower", "upper", "number", "symbol"];
  return all.filter((rule) => (rule === "minLength" ? rules.minLength > 0 : rules[rule]));
}

/**
 * The script keeps it up to date while somebody types; each state is a word, not only a colour.
 * @param of id of the password's field
 */
export function ruleList({ t }: Frame, rules: PasswordRules, of: string): Html | string {
  const active = activeRules(rules);
  if (active.length === 0) return "";
  const items = active.map(
    (rule) =>
      html`<li data-rule="${rule}"${rule === "minLength" ? html` data-count="${rules.minLength}"` : ""}>${t(`rules.${rule}`, { count: rules.minLength })}<span class="sr" data-state></span></li>`,
  );
  return html`<div class="rules" id="rules" data-rules-of="${of}" data-fulfilled="${t("rules.fulfilled")}" data-open="${t("rules.open")}"><p>${t("rules.title")}</p><ul>${items}</ul></div>`;
}
