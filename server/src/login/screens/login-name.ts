import { nextStep } from "../flow/index.ts";
import { loginNamePage } from "../pages/login-name.ts";
import { paths } from "../routes.ts";
import { formStatus, go, offersAccounts, show, type Turn, waitingErrors, within } from "../turn.ts";
import { stepRefusal } from "./failure.ts";

const maxLength = 200;

export function showLoginName(turn: Turn): Promise<Response> {
  const { settings, request } = turn.loaded;
  const errors = waitingErrors(turn);
  const content = loginNamePage(turn.frame, {
    action: paths.loginName,
    value: turn.params.loginName ?? request?.loginHint ?? "",
    withEmail: settings.loginWithEmail,
    withPhone: settings.loginWithPhone,
    suffix: settings.loginNameSuffix,
    accountsHref: offersAccounts(turn.loaded) ? within(turn, paths.accounts) : undefined,
    errors,
  });
  return show(turn, content, formStatus(errors));
}

export async function enterLoginName(turn: Turn): Promise<Response> {
  const name = turn.visit.loginName;
  if (name === undefined) return back(turn, "common.required");
  return name.length > maxLength ? back(turn, "common.tooLong") : afterLoginName(turn);
}

/**
 * Says that a name is unknown only where the login policy lets it; where it ignores unknown names, every name leads
 * to the password page. The state of an account is told to nobody who has not proved to be its owner.
 */
export async function afterLoginName(turn: Turn): Promise<Response> {
  const { loaded, visit, ctx } = turn;
  const { user } = loaded.facts;
  const password = within(turn, paths.password, { loginName: visit.loginName });
  if (loaded.settings.ignoreUnknownUsernames) return go(turn, password);
  if (user === undefined || user.kind !== "human") return back(turn, "loginName.errorUnknown");
  if (user.password !== undefined && loaded.facts.settings.allowUsernamePassword) return go(turn, password);
  const decision = nextStep({ ...loaded.facts, surface: "hosted", now: ctx.now });
  return decision.outcome === "steps" ? stepRefusal(turn, decision.steps[0]) : go(turn, password);
}

type NameError = "common.required" | "common.tooLong" | "loginName.errorUnknown";

function back(turn: Turn, key: NameError): Response {
  const loginName = turn.visit.loginName?.slice(0, maxLength);
  return go(turn, within(turn, paths.loginName, { loginName }), {
    page: paths.loginName,
    errors: { loginName: { key } },
  });
}
