import { Failure } from "#src/platform/failure/index.ts";
import type { OrgForm, OrgMistake, OrgRegistered, PasswordRules } from "../backend.ts";
import type { FlashError } from "../browser.ts";
import { orgConsents, orgSecretFields, orgTextFields, registerOrgPage } from "../pages/register-org.ts";
import { linkIn, paths } from "../routes.ts";
import type { TextKey } from "../texts/index.ts";
import { errorTexts, formStatus, go, show, type Turn, within } from "../turn.ts";
import { pageNotFound, type Refusal, refusal } from "./failure.ts";

const maxLength = 200;

export async function showRegisterOrg(turn: Turn): Promise<Response> {
  const rules = await turn.backend.orgPasswordRules(turn.ctx);
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
  const rules = await turn.backend.orgPasswordRules(turn.ctx);
  if (rules === undefined) return refusal(turn, closed);
  const values = typed(turn);
  const wrong = firstChecks(turn, values);
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

type Errors = Readonly<Record<string, FlashError>>;
type Values = Readonly<Record<string, string>>;

/** Trimmed, without control characters, which no name has; without the passwords, which are taken as they are. */
function typed({ params }: Turn): Values {
  const values: Record<string, string> = {};
  for (const name of orgTextFields) values[name] = (params.get(name) ?? "").replace(/\p{Cc}/gu, "").trim();
  for (const name of orgConsents) if (params.get(name) !== undefined) values[name] = "yes";
  return values;
}

/** What has to be agreed to, in the page's language. */
function consents({ frame, loaded }: Turn): Partial<Record<(typeof orgConsents)[number], string>> {
  const { links } = loaded.settings;
  const present = orgConsents.map((name) => [name, linkIn(frame.language, links[name]) ?? ""] as const);
  return Object.fromEntries(present.filter(([, href]) => href !== ""));
}

function firstChecks(turn: Turn, values: Values): Errors | undefined {
  const errors: Record<string, FlashError> = {};
  const value = (name: string): string => values[name] ?? turn.params.get(name) ?? "";
  for (const name of [...orgTextFields, ...orgSecretFields]) {
    if (value(name) === "" && name !== "userName") errors[name] = { key: "common.required" };
    else if (value(name).length > maxLength) errors[name] = { key: "common.tooLong" };
  }
  for (const name of Object.keys(consents(turn)))
    if (values[name] === undefined) errors[name] = { key: "registerOrg.errorConsent" };
  const bothGiven = orgSecretFields.every((name) => errors[name] === undefined);
  if (bothGiven && value("password") !== value("confirmPassword"))
    errors["confirmPassword"] = { key: "registerOrg.errorConfirm" };
  return Object.keys(errors).length === 0 ? undefined : errors;
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
    return await turn.backend.registerOrg(turn.ctx, turn.visit, form);
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
  }
}

const mistakes: Readonly<Record<OrgMistake, readonly [field: string, key: TextKey]>> = {
  name_invalid: ["orgName", "registerOrg.errorNameInvalid"],
  name_taken: ["orgName", "registerOrg.errorNameTaken"],
  email_invalid: ["email", "registerOrg.errorEmail"],
  user_name_taken: ["userName", "registerOrg.errorUserNameTaken"],
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
    values: turn.method === "POST" ? typed(turn) : {},
    rules,
    consents: consents(turn),
    errors: texts,
  });
  return show(turn, content, status ?? formStatus(texts));
}
