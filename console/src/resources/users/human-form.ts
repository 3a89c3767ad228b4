import { emailError, limitedText, requiredText } from "../../components/form/checks.ts";
import type { FieldError, FieldErrors } from "../../components/form/server-form.ts";
import type { Problem } from "../../problem/problem.ts";
import { type PasswordRules, ruleStates } from "./password-rules.ts";

// A type, not an interface: forms want an index signature.
export type HumanForm = {
  givenName: string;
  familyName: string;
  email: string;
  emailVerified: boolean;
  username: string;
  passwordWhen: string;
  password: string;
  passwordRepeat: string;
  passwordChange: boolean;
};

export const emptyHuman: HumanForm = {
  givenName: "",
  familyName: "",
  email: "",
  emailVerified: true,
  username: "",
  passwordWhen: "now",
  password: "",
  passwordRepeat: "",
  passwordChange: true,
};

/** The contract's limit of names. */
const maxLength = 200;
/** Nothing after it is read by every kind of hash. */
const maxPassword = 200;

/** What is wrong with a new password, before the server has seen it. */
export function passwordError(password: string, rules: PasswordRules | undefined): FieldError | undefined {
  const wrong = requiredText(password, maxPassword);
  if (wrong !== undefined) return wrong;
  const weak = rules !== undefined && ruleStates(password, rules).some(({ met }) => !met);
  return weak ? { key: "userCreate.passwordWeak" } : undefined;
}

/** @param rules undefined while they are not known: the server decides anyway */
export function checkHuman(form: HumanForm, rules: PasswordRules | undefined): FieldErrors<HumanForm> {
  const now = form.passwordWhen === "now";
  return {
    givenName: requiredText(form.givenName, maxLength),
    familyName: requiredText(form.familyName, maxLength),
    email: emailError(form.email),
    username: limitedText(form.username, maxLength),
    password: now ? passwordError(form.password, rules) : undefined,
    passwordRepeat:
      now && form.password !== form.passwordRepeat ? { key: "userCreate.repeatDiffers" } : undefined,
  };
}

/** Without a username the address is the name, so a taken name is about the address. */
export function humanField({ field, kind, id }: Problem, form: HumanForm): keyof HumanForm | undefined {
  const byName = form.username.trim() === "" ? "email" : "username";
  if (kind === "taken" || id === "V2-usrnm") return byName;
  const fields: Readonly<Record<string, keyof HumanForm>> = {
    givenName: "givenName",
    firstName: "givenName",
    familyName: "familyName",
    lastName: "familyName",
    email: "email",
    username: byName,
    userName: byName,
    password: "password",
  };
  return field === undefined ? undefined : fields[field];
}
