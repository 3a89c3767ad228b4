/** Another user name, for who lost theirs to the domain that it ended in. */
import { onlyTypeable } from "#src/domains/user/index.ts";
import type { FlashError } from "../browser.ts";
import { changeUserName, nameSuffix } from "../house/username-change.ts";
import { usernameChangePage } from "../pages/username-change.ts";
import { paths } from "../routes.ts";
import type { TextKey } from "../texts/index.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";

const maxLength = 200;

/** The user, once everything before this step has been proven; undefined sends back to the flow. */
function subject(turn: Turn): string | undefined {
  const decision = decide(turn);
  const isNext = decision.outcome === "steps" && decision.steps[0].kind === "username_change";
  return isNext ? turn.loaded.facts.session?.userId : undefined;
}

const toEntry = (turn: Turn): Response =>
  go(turn, within(turn, paths.entry, { sessionId: turn.visit.sessionId }));

export async function showUsernameChange(turn: Turn): Promise<Response> {
  const { loaded, params } = turn;
  const userId = subject(turn);
  if (userId === undefined || loaded.user === undefined) return toEntry(turn);
  const errors = waitingErrors(turn);
  const content = usernameChangePage(turn.frame, {
    action: paths.usernameChange,
    cancelAction: loaded.request === undefined ? undefined : paths.cancel,
    loginName: loaded.user.loginName,
    displayName: loaded.user.displayName,
    otherHref: within(turn, paths.accounts),
    value: params.get("userName")?.slice(0, maxLength) ?? "",
    suffix: await nameSuffix(turn.ctx, userId),
    errors,
  });
  return show(turn, content, formStatus(errors));
}

const errorKeys = {
  taken: "usernameChange.errorTaken",
  reserved: "usernameChange.errorReserved",
  temporary: "usernameChange.errorTemporary",
  empty: "common.required",
} as const satisfies Readonly<Record<string, TextKey>>;

export async function enterUsernameChange(turn: Turn): Promise<Response> {
  const userId = subject(turn);
  if (userId === undefined) return toEntry(turn);
  const userName = onlyTypeable(turn.params.get("userName") ?? "").trim();
  if (userName === "") return back(turn, userName, { key: "common.required" });
  if (userName.length > maxLength) return back(turn, "", { key: "common.tooLong" });
  const result = await changeUserName(turn.ctx, userId, userName);
  return result === "ok" ? toEntry(turn) : back(turn, userName, { key: errorKeys[result] });
}

function back(turn: Turn, userName: string, error: FlashError): Response {
  const to = within(turn, paths.usernameChange, { sessionId: turn.visit.sessionId, userName });
  return go(turn, to, { page: paths.usernameChange, errors: { userName: error } });
}
