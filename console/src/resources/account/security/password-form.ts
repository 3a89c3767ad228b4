import { requiredText } from "../../../components/form/checks.ts";
import type { FieldErrors } from "../../../components/form/server-form.ts";
import type { Problem } from "../../../problem/problem.ts";
import { passwordError } from "../../users/human-form.ts";
import type { PasswordRules } from "../../users/password-rules.ts";

// A type, not an interface: forms want an index signature.
export type PasswordForm = { present: string; next: string; repeat: string };

export const emptyPasswordForm: PasswordForm = { present: "", next: "", repeat: "" };

/** @param rules undefined while they are not known: the server decides anyway */
export function checkPasswordForm(
  { present, next, repeat }: PasswordForm,
  rules: PasswordRules | undefined,
): FieldErrors<PasswordForm> {
  return {
    present: requiredText(present, 200),
    next: passwordError(next, rules),
    repeat: next === repeat ? undefined : { key: "userCreate.repeatDiffers" },
  };
}

/** A wrong present password; any other refusal of an entry is about the new one. */
const aboutPresent: ReadonlySet<string> = new Set(["COMMAND-3M0fs"]);

export function passwordField({ id, field, kind }: Problem): keyof PasswordForm | undefined {
  if ((id !== undefined && aboutPresent.has(id)) || field === "oldPassword") return "present";
  return kind === "invalid" || kind === "refused" ? "next" : undefined;
}
