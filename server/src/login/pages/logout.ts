import { html } from "hono/html";
import type { Account } from "../visit.ts";
import { accountLine } from "./accounts.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { hiddenFields } from "./parts.ts";

interface LogoutPage {
  readonly action: string;
  readonly accounts: readonly Account[];
  readonly mayEndEverywhere: boolean;
  /** For who changes their mind. */
  readonly stayHref: string;
}

/** Value of the button that ends every session of the browser. */
export const allSessions = "all";

export function logoutPage(frame: Frame, { action, accounts, mayEndEverywhere, stayHref }: LogoutPage): Html {
  const { t } = frame;
  const title = t("logout.title");
  const { sessionId: _chosen, ...hidden } = frame.hidden;
  const several = accounts.length > 1;
  const body = html`<h1>${title}</h1>
<p class="lead">${t(several ? "logout.question" : "logout.questionOne")}</p>
<form method="post" action="${action}">
${hiddenFields(hidden)}
${mayEndEverywhere ? everywhere(frame) : ""}
<ul class="accounts" aria-label="${t("accounts.list")}">
${accounts.map((account) => html`<li><button type="submit" name="sessionId" value="${account.sessionId}">${accountLine(frame, account)}</button></li>`)}
</ul>
<button class="go" type="submit" id="submit-button" name="sessionId" value="${several ? allSessions : (accounts[0]?.sessionId ?? "")}">${t(several ? "logout.all" : "logout.one")}</button>
</form>
<p class="aside"><a href="${stayHref}">${t("logout.stay")}</a></p>`;
  return page(frame, { title, body });
}

/** Before the buttons, which act at once. */
const everywhere = ({ t }: Frame): Html =>
  html`<div class="agree"><input id="everywhere" name="everywhere" type="checkbox" value="yes"><label for="everywhere">${t("logout.everywhere")}</label></div>`;
