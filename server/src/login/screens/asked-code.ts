/** What the pages that take codes from messages have in common: such a link may be opened anywhere, at any time. */
import { sealNote, textsInBrowser } from "../house/sealed-note.ts";
import { link } from "../routes.ts";
import { go, type Turn } from "../turn.ts";

/** As long as a request can be answered. */
const lifetimeMs = 86_400_000;

/** One more than any code has: a longer one stays wrong. */
const maxCode = 101;

/** Remembers in the browser for which request a code was asked for: the link with it does not know. */
export function askingFor(turn: Turn): Turn {
  const { requestId } = turn.visit;
  if (requestId === undefined) return turn;
  const asked = { requestId, at: turn.ctx.now.getTime() };
  return { ...turn, browser: { ...turn.browser, asked }, browserChanged: true };
}

/** The request that a code was last asked for in this browser, where a link with one names none. */
export function askedIn({ browser: { asked }, visit, ctx }: Turn): string | undefined {
  const isRecent = asked !== undefined && ctx.now.getTime() - asked.at <= lifetimeMs;
  return visit.requestId ?? (isRecent ? asked.requestId : undefined);
}

const parameters = ["userId", "loginName", "organization", "sessionId", "invite", "activate"] as const;

/**
 * Where a link was opened: the same page, with the code out of its address, which history, referrers and logs keep.
 * Nothing is used up by that: mail scanners open links as well.
 */
export function landed(turn: Turn, requestId: string | undefined): Response | undefined {
  const code = turn.params.get("code");
  if (code === undefined) return undefined;
  const query = Object.fromEntries(parameters.map((name) => [name, turn.params.get(name)]));
  return go(turn, link(turn.path, { ...query, requestId, link: sealedCode(turn, code) }));
}

const boundTo = ({ ctx, path }: Turn, browserId: string) =>
  ["code", ctx.instanceId, browserId, path] as const;

/** A code as a page's own address carries it: nothing for whoever reads along, but in this browser. */
export const sealedCode = (turn: Turn, code: string): string =>
  sealNote(turn.ctx, "otp", boundTo(turn, turn.visit.browserId), [code.slice(0, maxCode)]);

/** The code that came with a link; undefined where none did, and where it was opened in another browser. */
export const linkedCode = (turn: Turn): string | undefined =>
  textsInBrowser(turn.ctx, "otp", turn.visit, (id) => boundTo(turn, id), turn.params.get("link") ?? "")?.[0];

/** The same page for who comes without a request, because theirs is over or of another browser: a code works anywhere. */
export function withoutRequest(turn: Turn): Turn {
  const { requestId: _over, ...visit } = turn.visit;
  const { problem: _problem, ...loaded } = turn.loaded;
  const { requestId: _hidden, ...hidden } = turn.frame.hidden;
  return { ...turn, visit, loaded, frame: { ...turn.frame, hidden } };
}
