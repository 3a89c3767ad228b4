/** The steps of the flow that a code from a message answers: it is on its way when the page is shown. */

import type { Step } from "../flow/index.ts";
import { codeSubject } from "../house/code-subject.ts";
import { type CodeUse, ensureCode, wayIn } from "../house/send-code.ts";
import { paths } from "../routes.ts";
import { go, type Turn, within } from "../turn.ts";
import { askingFor } from "./asked-code.ts";

/** The page for such a step, with a code sent unless one waits already; undefined for any other step. */
export async function openByCode(turn: Turn, { kind }: Pick<Step, "kind">): Promise<Response | undefined> {
  if (kind !== "activate_user" && kind !== "password_setup" && kind !== "email_verification")
    return undefined;
  const { ctx, visit } = turn;
  const user = (await codeSubject(ctx, visit, undefined))?.user;
  const use: CodeUse | undefined = kind === "email_verification" ? "email" : await wayIn(ctx, user);
  if (user === undefined || use === undefined) return undefined;
  await ensureCode(ctx, user, use);
  const query = {
    sessionId: visit.sessionId,
    loginName: visit.loginName,
    ...(use === "init" ? { activate: "true" } : {}),
    ...(use === "invite" ? { invite: "true" } : {}),
  };
  return go(askingFor(turn), within(turn, use === "password" ? paths.passwordSet : paths.verify, query));
}
