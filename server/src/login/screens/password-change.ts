import { Failure } from "#src/platform/failure/index.ts";
import type { FlashError } from "../browser.ts";
import { isFactorOpen } from "../flow/index.ts";
import type { PasswordChange } from "../house/password-change.ts";
import { changePassword } from "../house/password-change.ts";
import { passwordChangePage } from "../pages/password-change.ts";
import { paths } from "../routes.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";

/** The present password may have been set elsewhere; new ones end where the house stops. */
const maxLengths = { oldPassword: 400, newPassword: 200, confirmPassword: 200 } as const;
const fields = ["oldPassword", "newPassword", "confirmPassword"] as const;

/** Whoever knows the password alone must not take it from who has a second factor as well (ADR 012). */
const isFactorMissing = ({ ctx, loaded }: Turn): boolean =>
  isFactorOpen({ ...loaded.facts, surface: "hosted", now: ctx.now });

const toEntry = (turn: Turn): Response =>
  go(turn, within(turn, paths.entry, { sessionId: turn.visit.sessionId }));

export async function showPasswordChange(turn: Turn): Promise<Response> {
  const { loaded } = turn;
  if (loaded.user === undefined || loaded.facts.session === undefined)
    return go(turn, within(turn, paths.entry));
  if (isFactorMissing(turn)) return toEntry(turn);
  const decision = decide(turn);
  const why = decision.outcome === "steps" ? decision.steps[0].because : undefined;
  const errors = waitingErrors(turn);
  const content = passwordChangePage(turn.frame, {
    action: paths.passwordChange,
    loginName: loaded.user.loginName,
    displayName: loaded.user.displayName,
    otherHref: within(turn, paths.accounts),
    cancelAction: loaded.request === undefined ? undefined : paths.cancel,
    expiredAfterDays:
      why === "password_age_policy.max_age_days" ? loaded.facts.settings.passwordMaxAgeDays : undefined,
    rules: loaded.settings.passwordRules,
    errors,
  });
  return show(turn, content, formStatus(errors));
}

export async function enterPasswordChange(turn: Turn): Promise<Response> {
  const { params, loaded } = turn;
  if (loaded.user === undefined || loaded.facts.session === undefined)
    return go(turn, within(turn, paths.entry));
  if (isFactorMissing(turn)) return toEntry(turn);
  const wrong = firstChecks((name) => params.get(name) ?? "");
  if (wrong !== undefined) return back(turn, wrong);
  const result = await changed(turn, params.get("oldPassword") ?? "", params.get("newPassword") ?? "");
  if (result === "too_many") return back(turn, { form: { key: "password.errorTooMany" } });
  const errors = refused(result);
  return errors === undefined ? toEntry(turn) : back(turn, errors);
}

type Errors = Readonly<Record<string, FlashError>>;

function firstChecks(value: (name: string) => string): Errors | undefined {
  const errors: Record<string, FlashError> = {};
  for (const name of fields) {
    if (value(name) === "") errors[name] = { key: "common.required" };
    else if (value(name).length > maxLengths[name]) errors[name] = { key: "common.tooLong" };
  }
  if (Object.keys(errors).length === 0 && value("newPassword") !== value("confirmPassword")) {
    errors["confirmPassword"] = { key: "passwordChange.errorConfirm" };
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}

async function changed(turn: Turn, current: string, next: string): Promise<PasswordChange | "too_many"> {
  try {
    return await changePassword(turn.ctx, turn.visit, { current, next });
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
  }
}

function refused(result: PasswordChange): Errors | undefined {
  switch (result.status) {
    case "ok":
      return undefined;
    case "wrong_current":
      return { oldPassword: { key: "passwordChange.errorCurrent" } };
    case "locked":
      return { form: { key: "password.errorLocked" } };
    case "unchanged":
      return { newPassword: { key: "passwordChange.errorUnchanged" } };
    case "common":
      return { newPassword: { key: "passwordChange.errorCommon" } };
    case "used_before":
      return { newPassword: { key: "passwordChange.errorUsedBefore" } };
    case "rules":
      return { newPassword: { key: "passwordChange.errorRules", rules: result.broken } };
  }
}

function back(turn: Turn, errors: Errors): Response {
  const page = paths.passwordChange;
  return go(turn, within(turn, page, { sessionId: turn.visit.sessionId }), { page, errors });
}
