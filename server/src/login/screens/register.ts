/** Making an account for oneself: in the organization that was asked for, else in the default one. */
import { Failure } from "#src/platform/failure/index.ts";
import {
  type AccountForm,
  type AccountMistake,
  type Registered,
  registerUser,
  registrationRules,
} from "../house/register.ts";
import type { Registration } from "../house/registration.ts";
import type { TextField } from "../pages/account-form.ts";
import { registeredByMailPage, registerPage } from "../pages/register.ts";
import { paths } from "../routes.ts";
import type { TextKey } from "../texts/index.ts";
import { errorTexts, formStatus, go, show, type Turn, within } from "../turn.ts";
import { consentsOf, type Errors, firstChecks, typed, type Values } from "./account-form.ts";
import { askingFor } from "./asked-code.ts";
import { type Refusal, refusal } from "./failure.ts";

const closed: Refusal = {
  id: "LOGIN-rG7c1",
  key: "register.closed",
  status: 403,
  otherAccount: true,
  backToApp: true,
};

export async function showRegister(turn: Turn): Promise<Response> {
  const { registration } = turn.loaded;
  if (registration === undefined) return refusal(turn, closed);
  return showForm(turn, registration, hinted(turn, registration), {});
}

/** The other address of the same page. */
export const toRegister = async (turn: Turn): Promise<Response> =>
  go(turn, within(turn, paths.register, { loginName: turn.params.loginName }));

/** The form is shown again with what was typed: names and addresses of people belong in no address of a page. */
export async function enterRegister(turn: Turn): Promise<Response> {
  const { registration } = turn.loaded;
  if (registration === undefined) return refusal(turn, closed);
  const textFields = fieldsOf(registration);
  const values = typed(turn, textFields);
  const withPassword = !registration.byMail && !asksForPasskey(turn, registration);
  const wrong = firstChecks(turn, values, { textFields, withPassword });
  if (wrong !== undefined) return showForm(turn, registration, values, wrong);
  const result = await registered(turn, registration, formOf(turn, values, withPassword));
  if (result === "too_many")
    return showForm(turn, registration, values, { form: { key: "register.errorTooMany" } }, 429);
  return afterwards(turn, registration, values, result);
}

export function showRegisteredByMail(turn: Turn): Promise<Response> {
  return show(turn, registeredByMailPage(turn.frame, { signInHref: within(turn, paths.loginName) }));
}

const fieldsOf = ({ suffix }: Registration): readonly TextField[] =>
  suffix === undefined
    ? ["givenName", "familyName", "email"]
    : ["givenName", "familyName", "email", "userName"];

const asksForPasskey = ({ params }: Turn, { withPasskey, byMail }: Registration): boolean =>
  withPasskey && !byMail && params.get("method") === "passkey";

/** What is known of somebody who typed a name before, or whom the application names. */
function hinted({ params, loaded }: Turn, { suffix }: Registration): Values {
  const hint = (params.loginName ?? loaded.request?.loginHint ?? "").slice(0, 200);
  if (suffix === undefined) return hint.includes("@") ? { email: hint } : {};
  const isOurs = hint.toLowerCase().endsWith(suffix.toLowerCase());
  const userName = isOurs ? hint.slice(0, -suffix.length) : hint.includes("@") ? "" : hint;
  return { userName, ...(hint.includes("@") ? { email: hint } : {}) };
}

const formOf = (turn: Turn, values: Values, withPassword: boolean): AccountForm => ({
  firstName: values["givenName"] ?? "",
  lastName: values["familyName"] ?? "",
  email: values["email"] ?? "",
  preferredLanguage: turn.frame.language,
  ...(values["userName"] === undefined ? {} : { userName: values["userName"] }),
  ...(withPassword ? { password: turn.params.get("password") ?? "" } : {}),
});

async function registered(
  { ctx, visit }: Turn,
  registration: Registration,
  form: AccountForm,
): Promise<Registered | "too_many"> {
  try {
    return await registerUser(ctx, visit, registration, form);
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
  }
}

async function afterwards(
  turn: Turn,
  registration: Registration,
  values: Values,
  result: Registered,
): Promise<Response> {
  const { orgId } = registration;
  switch (result.status) {
    case "ok":
      return go(turn, within(turn, paths.entry, { sessionId: result.sessionId }));
    case "passkey":
      return go(
        turn,
        within(turn, paths.passkeySet, {
          organization: orgId,
          sessionId: result.sessionId,
          permit: result.permit,
        }),
      );
    case "by_mail":
      return go(askingFor(turn), within(turn, paths.registeredByMail, { organization: orgId }));
    case "rules":
      return showForm(turn, registration, values, {
        password: { key: "passwordChange.errorRules", rules: result.broken },
      });
    case "mistake":
      return showForm(turn, registration, values, mistaken(registration, result.mistake, result.id));
  }
}

const mistakes: Readonly<Record<AccountMistake, TextKey>> = {
  email_invalid: "register.errorEmail",
  user_name_taken: "register.errorTaken",
  user_name_reserved: "register.errorReserved",
  password_common: "passwordChange.errorCommon",
};

function mistaken({ suffix }: Registration, mistake: AccountMistake, id: string): Errors {
  const name = suffix === undefined ? "email" : "userName";
  const field = { email_invalid: "email", password_common: "password" } as const;
  const at = mistake in field ? field[mistake as keyof typeof field] : name;
  return { [at]: { key: mistakes[mistake], id } };
}

async function showForm(
  turn: Turn,
  registration: Registration,
  values: Values,
  errors: Errors,
  status?: number,
): Promise<Response> {
  const { frame, loaded } = turn;
  const rules = await registrationRules(turn.ctx, registration);
  const texts = errorTexts(frame, errors, rules);
  const loginName = values["email"] || turn.params.loginName;
  const content = registerPage(frame, {
    action: paths.register,
    orgName: loaded.settings.orgName,
    values,
    textFields: fieldsOf(registration),
    suffix: registration.showsSuffix ? registration.suffix : undefined,
    rules: registration.byMail ? undefined : rules,
    withPasskey: registration.withPasskey && !registration.byMail,
    consents: consentsOf(turn),
    signInHref: within(turn, paths.loginName, { loginName }),
    errors: texts,
  });
  return show(turn, content, status ?? formStatus(texts));
}
