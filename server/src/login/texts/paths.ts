import type { TextKey } from "./keys.ts";

/** Groups that the hosted-login translations of the contract call otherwise. */
const groups: Readonly<Record<string, string>> = {
  loginName: "loginname",
  password: "password.verify",
  passkey: "passkey.verify",
  passkeySet: "passkey.set",
  passkeyPrompt: "passkey.prompt",
  passwordReset: "password.reset",
  passwordSet: "password.set",
  passwordChange: "password.change",
  verify: "verify.verify",
  rules: "password.complexity",
  success: "signedin",
};

/** Texts that stand elsewhere there than their group. */
const single: Readonly<Partial<Record<TextKey, string>>> = {
  "passwordChange.required": "password.change.reason",
  "rules.lower": "password.complexity.hasLowercase",
  "rules.upper": "password.complexity.hasUppercase",
  "rules.number": "password.complexity.hasNumber",
  "rules.symbol": "password.complexity.hasSymbol",
  "logout.doneTitle": "logout.success.title",
  "logout.done": "logout.success.description",
};

/** Where a text stands in the hosted-login translations of the contract, such as `password.change.title`. */
export function pathOf(key: TextKey): string {
  const dot = key.indexOf(".");
  const group = key.slice(0, dot);
  return single[key] ?? `${groups[group] ?? group}${key.slice(dot)}`;
}
