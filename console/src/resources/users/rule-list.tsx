import { IconCheck, IconCircle } from "@tabler/icons-react";
import { useI18n } from "../../i18n/index.tsx";
import { type PasswordRules, ruleStates } from "./password-rules.ts";

/** The rules for a password, and which of them it meets so far. */
export function RuleList({ password, rules }: { readonly password: string; readonly rules: PasswordRules }) {
  const { t } = useI18n();
  return (
    <ul className="gh-rules" aria-label={t("passwordRule.label")}>
      {ruleStates(password, rules).map(({ key, values, met }) => (
        <li key={key} data-met={met || undefined}>
          {met ? (
            <IconCheck size={15} stroke={2.4} role="img" aria-label={t("passwordRule.met")} />
          ) : (
            <IconCircle size={15} role="img" aria-label={t("passwordRule.unmet")} />
          )}
          {t(key, values)}
        </li>
      ))}
    </ul>
  );
}
