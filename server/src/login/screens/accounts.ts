import { forgettingUser } from "../browser.ts";
import { endSessions } from "../house/logout.ts";
import { accounts as accountsOf, load } from "../house/visit.ts";
import { accountsPage } from "../pages/accounts.ts";
import { paths } from "../routes.ts";
import { go, show, type Turn, within } from "../turn.ts";
import type { SignedOutAccount } from "../visit.ts";
import { afterLoginName } from "./login-name.ts";

export async function showAccounts(turn: Turn): Promise<Response> {
  const accounts = await accountsOf(turn.ctx, turn.visit);
  const { signedOut = [] } = turn.loaded;
  const otherHref = within(turn, paths.loginName);
  if (accounts.length + signedOut.length === 0) return go(turn, otherHref);
  const registerHref = turn.loaded.registration && within(turn, paths.register);
  const model = { action: paths.accounts, accounts, signedOut, otherHref, registerHref, now: turn.ctx.now };
  return show(turn, accountsPage(turn.frame, model));
}

/** Only an account of this browser can be chosen, signed out or forgotten; anything else is asked again. */
export async function chooseAccount(turn: Turn): Promise<Response> {
  const { signedOut = [] } = turn.loaded;
  const named = (field: string) => signedOut.find(({ userId }) => userId === turn.params.get(field));
  const [chosen, forgotten] = [named("account"), named("forget")];
  if (chosen !== undefined) return signInAgain(turn, chosen);
  if (forgotten !== undefined) {
    const browser = forgettingUser(turn.browser, forgotten.userId);
    return go({ ...turn, browser, browserChanged: true }, within(turn, paths.accounts));
  }
  const ended = turn.params.get("end");
  if (ended !== undefined) {
    await endSessions(turn.ctx, turn.visit, [ended]);
    return go(turn, within(turn, paths.accounts));
  }
  const { sessionId } = turn.visit;
  const accounts = await accountsOf(turn.ctx, turn.visit);
  return accounts.some((account) => account.sessionId === sessionId)
    ? go(turn, within(turn, paths.entry, { sessionId }))
    : go(turn, within(turn, paths.accounts));
}

/** As if the name had been typed: being known here proves nothing. */
async function signInAgain(turn: Turn, { loginName }: SignedOutAccount): Promise<Response> {
  const { sessionId: _none, ...rest } = turn.visit;
  const visit = { ...rest, loginName };
  return afterLoginName({ ...turn, visit, loaded: await load(turn.ctx, visit) });
}
