import type { LoginCtx } from "../backend.ts";
import { accountsPage } from "../pages/accounts.ts";
import { paths } from "../routes.ts";
import { go, show, type Turn, within } from "../turn.ts";

export async function showAccounts<C extends LoginCtx>(turn: Turn<C>): Promise<Response> {
  const accounts = await turn.backend.accounts(turn.ctx, turn.visit);
  const otherHref = within(turn, paths.loginName);
  if (accounts.length === 0) return go(turn, otherHref);
  return show(turn, accountsPage(turn.frame, { action: paths.accounts, accounts, otherHref }));
}

/** Only an account of this browser can be chosen; anything else is asked again. */
export async function chooseAccount<C extends LoginCtx>(turn: Turn<C>): Promise<Response> {
  const { sessionId } = turn.visit;
  const accounts = await turn.backend.accounts(turn.ctx, turn.visit);
  return accounts.some((account) => account.sessionId === sessionId)
    ? go(turn, within(turn, paths.entry, { sessionId }))
    : go(turn, within(turn, paths.accounts));
}
