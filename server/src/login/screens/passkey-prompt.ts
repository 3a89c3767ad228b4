/** Offered after a login by password and code: a passkey in the place of both. */
import { skipPasskey } from "../house/passkey-setup.ts";
import { passkeyPromptPage } from "../pages/passkey-prompt.ts";
import { paths } from "../routes.ts";
import { decide, go, show, type Turn, within } from "../turn.ts";

/** Whether this login offers it now; then there is a session that proves all that the login takes. */
export function isPasskeyOffered(turn: Turn): boolean {
  const decision = decide(turn);
  return decision.outcome === "done" && decision.offered.some(({ kind }) => kind === "passkey_prompt");
}

const onwards = (turn: Turn): Response =>
  go(turn, within(turn, paths.entry, { sessionId: turn.visit.sessionId }));

export async function showPasskeyPrompt(turn: Turn): Promise<Response> {
  const { user } = turn.loaded;
  if (user === undefined || !isPasskeyOffered(turn)) return onwards(turn);
  const content = passkeyPromptPage(turn.frame, {
    action: paths.passkeyPrompt,
    setUpHref: within(turn, paths.passkeySet, { sessionId: turn.visit.sessionId }),
    ...user,
  });
  return show(turn, content);
}

export async function skipPasskeyPrompt(turn: Turn): Promise<Response> {
  const { user } = turn.loaded.facts;
  if (user !== undefined && isPasskeyOffered(turn)) await skipPasskey(turn.ctx, user.id);
  return onwards(turn);
}
