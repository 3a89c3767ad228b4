import { Failure } from "#src/platform/failure/index.ts";
import type { OrgForm, OrgMistake, OrgRegistered } from "../house/register-org.ts";
import { orgPasswordRules, registerOrg } from "../house/register-org.ts";
import { orgTextFields, registerOrgPage } from "../pages/register-org.ts";
import { paths } from "../routes.ts";
import type { TextKey } from "../texts/index.ts";
import { errorTexts, formStatus, go, show, type Turn, within } from "../turn.ts";
import type { PasswordRules } from "../visit.ts";
import { consentsOf, type Errors, firstChecks, typed, type Values } from "./account-form.ts";
import { pageNotFound, type Refusal, refusal } from "./failure.ts";

const form = { textFields: orgTextFields, optional: ["userName"], withPassword: true } as const;

export async function showRegisterOrg(turn: Turn): Promise<Response> {
  const rules = await orgPasswordRules(turn.ctx);
  return rules === undefined ? refusal(turn, pageNotFound) : showForm(turn, rules, {});
}

const closed: Refusal = {
  id: "ORGSETUP-Re9na",
  key: "error.registrationClosed",
  status: 409,
  startAgain: true,
};

/** The form is shown again with what was typed: names and addresses of people belong in no address of a page. */
export async function enterOrg(turn: Turn): Promise<Response> {
  const rules = await orgPasswordRules(turn.ctx);
  if (rules === undefined) return refusal(turn, closed);
  const values = typed(turn, orgTextFields);
  const wrong = firstChecks(turn, values, form);
  if (wrong !== undefined) return showForm(turn, rules, wrong);
  const result = await registered(turn, values);
  if (result === "too_many") return showForm(turn, rules, { form: { key: "registerOrg.errorTooMany" } }, 429);
  switch (result.status) {
    case "ok":
      return go(turn, within(turn, paths.entry, { sessionId: result.sessionId }));
    case "closed":
      return refusal(turn, closed);
    case "rules":
      return showForm(turn, rules, {
        password: { key: "passwordChange.errorRules", rules: result.broken },
      });
    case "mistake":
      return showForm(turn, rules, mistaken(result.mistake, result.id, values));
  }
}

async function registered(
  turn: Turn,
  { orgName = "", givenName = "", familyName = "", email = "", userName = "" }: Values,
): Promise<OrgRegistered | "too_many"> {
  const form: OrgForm = {
    name: orgName,
    firstName: givenName,
    lastName: familyName,
    email,
    ...(userName === "" ? {} : { userName }),
    password: turn.params.get("password") ?? "",
    preferredLanguage: turn.frame.language,
  };
  try {
    return await registerOrg(turn.ctx, turn.visit, form);
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
  }
}

const mistakes: Readonly<Record<OrgMistake, readonly [field: string, key: TextKey]>> = {
  name_invalid: ["orgName", "registerOrg.errorNameInvalid"],
  name_taken: ["orgName", "registerOrg.errorNameTaken"],
  email_invalid: ["email", "register.errorEmail"],
  user_name_taken: ["userName", "register.errorTaken"],
  user_name_reserved: ["userName", "registerOrg.errorUserNameReserved"],
  password_common: ["password", "passwordChange.errorCommon"],
};

/** Whoever left the user name out is told at the address that stood in for it. */
function mistaken(mistake: OrgMistake, id: string, { userName = "" }: Values): Errors {
  const [field, key] = mistakes[mistake];
  return { [field === "userName" && userName === "" ? "email" : field]: { key, id } };
}

function showForm(turn: Turn, rules: PasswordRules, errors: Errors, status?: number): Promise<Response> {
  const texts = errorTexts(turn.frame, errors, rules);
  const content = registerOrgPage(turn.frame, {
    action: paths.registerOrg,
    values: turn.method === "POST" ? typed(turn, orgTextFields) : {},
    rules,
    consents: consentsOf(turn),
    errors: texts,
  });
  return show(turn, content, status ?? formStatus(texts));
}
