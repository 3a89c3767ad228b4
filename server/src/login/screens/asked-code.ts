/** What the pages that take codes from messages have in common: such a link may be opened anywhere, at any time. */
import { link } from "../routes.ts";
import { go, type Turn } from "../turn.ts";

/** As long as a request can be answered. */
const lifetimeMs = 86_400_000;

/** Remembers in the browser for which request a code was asked for: the link with it does not know. */
export function askingFor(turn: Turn): Turn {
  const { requestId } = turn.visit;
  if (requestId === undefined) return turn;
  const asked = { requestId, at: turn.ctx.now.getTime() };
  return { ...turn, browser: { ...turn.browser, asked }, browserChanged: true };
}

const parameters = ["code", "userId", "loginName", "organization", "invite", "activate"] as const;

/** Where a link was opened in the browser that asked for it: the same page, with the request that it was asked for in. */
export function withAsked(turn: Turn): Response | undefined {
  const { asked } = turn.browser;
  const isLink = turn.params.get("code") !== undefined && turn.visit.requestId === undefined;
  if (!isLink || asked === undefined || turn.ctx.now.getTime() - asked.at > lifetimeMs) return undefined;
  const query = Object.fromEntries(parameters.map((name) => [name, turn.params.get(name)]));
  return go(turn, link(turn.path, { ...query, requestId: asked.requestId }));
}

/** The same page for who comes without a request, because theirs is over or of another browser: a code works anywhere. */
export function withoutRequest(turn: Turn): Turn {
  const { requestId: _over, ...visit } = turn.visit;
  const { problem: _problem, ...loaded } = turn.loaded;
  const { requestId: _hidden, ...hidden } = turn.frame.hidden;
  return { ...turn, visit, loaded, frame: { ...turn.frame, hidden } };
}
