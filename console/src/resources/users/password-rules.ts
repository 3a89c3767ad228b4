import type { TextKey } from "../../i18n/index.tsx";
import type { Values } from "../../i18n/texts.ts";

/** The organization's password complexity. */
export interface PasswordRules {
  readonly minLength: number;
  readonly requiresUppercase: boolean;
  readonly requiresLowercase: boolean;
  readonly requiresNumber: boolean;
  readonly requiresSymbol: boolean;
}

export interface RuleState {
  readonly key: TextKey;
  readonly values?: Values;
  readonly met: boolean;
}

/** The rules in force and whether the password meets them, read as the server reads them. */
export function ruleStates(password: string, rules: PasswordRules): readonly RuleState[] {
  const { minLength } = rules;
  const length = { met: password.length >= Math.max(minLength, 1), values: { min: Math.max(minLength, 1) } };
  const rest: readonly [boolean, TextKey, RegExp][] = [
    [rules.requiresUppercase, "passwordRule.upper", /\p{Lu}/u],
    [rules.requiresLowercase, "passwordRule.lower", /\p{Ll}/u],
    [rules.requiresNumber, "passwordRule.number", /\p{Nd}/u],
    [rules.requiresSymbol, "passwordRule.symbol", /[^a-zA-Z0-9]/],
  ];
  return [
    { key: "passwordRule.length", ...length },
    ...rest.flatMap(([inForce, key, pattern]) => (inForce ? [{ key, met: pattern.test(password) }] : [])),
  ];
}
