import { html } from "hono/html";
import type { Account } from "../backend.ts";
import { accountLine } from "./accounts.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { hiddenFields } from "./parts.ts";

interface LogoutPage {
  readonly action: string;
  readonly accounts: readonly Account[];
}

/** Value of the button that ends every session of the browser. */
export const allSessions = "all";

export function logoutPage(frame: Frame, model: LogoutPage): Html {
  const { t } = frame;
  const title = t("logout.title");
  const { sessionId: _chosen, ...hidden } = frame.hidden;
  const several = model.accounts.length > 1;
  const body = html`<h1>${title}</h1>
<p class="lead">${t("logout.question")}</p>
<form method="post" action="${model.action}">
${hiddenFields(hidden)}
<ul class="accounts" aria-label="${t("accounts.list")}">
${model.accounts.map((account) => html`<li><button type="submit" name="sessionId" value="${account.sessionId}">${accountLine(frame, account)}</button></li>`)}
</ul>
${several ? html`<button class="go" type="submit" id="submit-button" name="sessionId" value="${allSessions}">${t("logout.all")}</button>` : ""}
</form>`;
  return page(frame, { title, body });
}
