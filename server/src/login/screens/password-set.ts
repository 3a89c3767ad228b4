/** A new password: by a code from a message, or the first one of somebody whose code was taken a moment ago. */
import { userById } from "#src/domains/user/index.ts";
import type { FlashError } from "../browser.ts";
import { codeSubject } from "../house/code-subject.ts";
import { permittedUser, permittedView } from "../house/passkey-setup.ts";
import { chooseFirst, mayChooseFirst, type PasswordSet, setPasswordWithCode } from "../house/redeem-code.ts";
import { type PasswordSetPage, passwordSetPage } from "../pages/password-set.ts";
import { paths } from "../routes.ts";
import { formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";
import { askedIn, landed, linkedCode, sealedCode } from "./asked-code.ts";

/** New ones end where the house stops. */
const maxLengths = { code: 100, password: 200, confirmPassword: 200 } as const;

export async function showPasswordSet(turn: Turn): Promise<Response> {
  const elsewhere = landed(turn, askedIn(turn));
  if (elsewhere) return elsewhere;
  const model = turn.params.get("permit") === undefined ? ofCode(turn) : await ofPermit(turn);
  if (model === undefined) return go(turn, within(turn, paths.entry));
  if (model === "nobody") return go(turn, within(turn, paths.passwordReset));
  const errors = waitingErrors(turn);
  const page = { ...model, action: paths.passwordSet, rules: turn.loaded.settings.passwordRules, errors };
  return show(turn, passwordSetPage(turn.frame, page), formStatus(errors));
}

type Model = Omit<PasswordSetPage, "action" | "rules" | "errors">;

/** Nothing of the page depends on whether somebody is there. */
function ofCode(turn: Turn): Model | "nobody" {
  const { loaded, visit, params } = turn;
  const userId = params.get("userId");
  const loginName = loaded.user?.loginName ?? visit.loginName;
  if (userId === undefined && loginName === undefined) return "nobody";
  return {
    code: {
      value: linkedCode(turn) ?? "",
      resendAction: paths.passwordReset,
      wasSent: params.get("sent") !== undefined,
    },
    hidden: userId === undefined ? {} : { userId },
    loginName: userId === undefined ? loginName : visit.loginName,
  };
}

async function ofPermit({ ctx, visit, params }: Turn): Promise<Model | undefined> {
  const permit = params.get("permit") ?? "";
  const userId = permittedUser(ctx, visit, "first", permit);
  const user = userId === undefined ? undefined : await userById(ctx, userId);
  if (user === undefined || !(await mayChooseFirst(ctx, user))) return undefined;
  const view = await permittedView(ctx, user.aggregateId);
  return { hidden: { permit }, loginName: view?.loginName };
}

export async function enterPasswordSet(turn: Turn): Promise<Response> {
  const { ctx, visit, params } = turn;
  const permit = params.get("permit");
  const userId =
    permit === undefined ? params.get("userId") : (permittedUser(ctx, visit, "first", permit) ?? "");
  const subject = await codeSubject(ctx, visit, userId);
  if (subject === undefined) return go(turn, within(turn, paths.passwordReset));
  const wrong = firstChecks(turn, permit === undefined);
  if (wrong !== undefined) return back(turn, wrong);
  const password = params.get("password") ?? "";
  const result =
    permit === undefined
      ? await setPasswordWithCode(ctx, visit, subject, { code: params.get("code") ?? "", password })
      : await chooseFirst(ctx, visit, subject, password);
  if (result.status === "gone") return go(turn, within(turn, paths.entry));
  if (result.status === "ok") return go(turn, within(turn, paths.entry, { sessionId: result.sessionId }));
  return refused(turn, result);
}

type Errors = Readonly<Record<string, FlashError>>;

function firstChecks({ params }: Turn, withCode: boolean): Errors | undefined {
  const errors: Record<string, FlashError> = {};
  const value = (name: string): string => params.get(name) ?? "";
  for (const name of ["code", "password", "confirmPassword"] as const) {
    if (name === "code" && !withCode) continue;
    if (value(name) === "") errors[name] = { key: "common.required" };
    else if (value(name).length > maxLengths[name]) errors[name] = { key: "common.tooLong" };
  }
  if (Object.keys(errors).length === 0 && value("password") !== value("confirmPassword"))
    errors["confirmPassword"] = { key: "passwordChange.errorConfirm" };
  return Object.keys(errors).length === 0 ? undefined : errors;
}

function refused(turn: Turn, result: Exclude<PasswordSet, { readonly status: "ok" }>): Response {
  switch (result.status) {
    case "wrong":
      return back(turn, { code: { key: "passwordSet.errorCode" } });
    case "too_many":
      return back(turn, { form: { key: "password.errorTooMany" } });
    case "common":
      return back(turn, { password: { key: "passwordChange.errorCommon" } }, result.permit);
    case "used_before":
      return back(turn, { password: { key: "passwordChange.errorUsedBefore" } }, result.permit);
    case "rules":
      return back(
        turn,
        { password: { key: "passwordChange.errorRules", rules: result.broken } },
        result.permit,
      );
  }
}

/** To the form; with the code, unless that is what is wrong. @param permit takes the place of a code that is used up */
function back(turn: Turn, errors: Errors, permit = turn.params.get("permit")): Response {
  const { visit, params } = turn;
  const ids = { userId: params.get("userId"), sessionId: visit.sessionId, loginName: visit.loginName };
  const code = errors["code"] === undefined ? params.get("code") : undefined;
  const link = code && sealedCode(turn, code);
  const query = permit === undefined ? { ...ids, link } : { permit };
  return go(turn, within(turn, paths.passwordSet, query), { page: paths.passwordSet, errors });
}
