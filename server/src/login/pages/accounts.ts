import { html } from "hono/html";
import type { Account, SignedOutAccount } from "../visit.ts";
import { ago } from "./ago.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { face, heading, hiddenFields } from "./parts.ts";

interface AccountsPage {
  readonly action: string;
  readonly accounts: readonly Account[];
  readonly signedOut: readonly SignedOutAccount[];
  readonly otherHref: string;
  readonly registerHref?: string | undefined;
  readonly now: Date;
}

export function accountsPage(frame: Frame, model: AccountsPage): Html {
  const { t } = frame;
  const title = t("accounts.title");
  // The buttons bring the session themselves.
  const { sessionId: _chosen, ...hidden } = frame.hidden;
  const body = html`${heading(frame, title)}
<form method="post" action="${model.action}">
${hiddenFields(hidden)}
<ul class="accounts" aria-label="${t("accounts.list")}">
${model.accounts.map((account) => sessionLine(frame, account, model.now))}
${model.signedOut.map((account) => signedOutLine(frame, account))}
</ul>
</form>
<p class="aside"><a href="${model.otherHref}">${t("common.otherAccount")}</a></p>
${model.registerHref === undefined ? "" : html`<p class="aside"><a href="${model.registerHref}">${t("accounts.register")}</a></p>`}`;
  return page(frame, { title, body });
}

/** With a way to end the session. */
function sessionLine(frame: Frame, account: Account, now: Date): Html {
  const end = frame.t("accounts.end", { name: account.loginName });
  return html`<li class="former"><button type="submit" name="sessionId" value="${account.sessionId}">${accountLine(frame, account, now)}</button>
${cross("end", account.sessionId, end)}</li>`;
}

export function accountLine({ t, language }: Frame, account: Account, now?: Date): Html {
  const { lastUsed } = account;
  const when =
    now === undefined || lastUsed === undefined
      ? ""
      : html`<time datetime="${lastUsed.toISOString()}">${ago(language, lastUsed, now)}</time>`;
  return html`${face(account, account.avatarUrl)}
<span class="who"><bdi class="strong">${account.displayName}</bdi><bdi>${account.loginName}</bdi></span>
<span class="state${account.signedIn ? " on" : ""}">${t(account.signedIn ? "accounts.signedIn" : "accounts.signedOut")}${when}</span>`;
}

/** With a way to take it off the list, for browsers that several people use. */
function signedOutLine({ t }: Frame, { userId, loginName }: SignedOutAccount): Html {
  const forget = t("accounts.forget", { name: loginName });
  return html`<li class="former"><button type="submit" name="account" value="${userId}">${face({ loginName }, undefined)}
<span class="who"><bdi>${loginName}</bdi></span>
<span class="state">${t("accounts.signedOut")}</span></button>
${cross("forget", userId, forget)}</li>`;
}

const cross = (name: "end" | "forget", value: string, label: string): Html =>
  html`<button class="forget" type="submit" name="${name}" value="${value}" aria-label="${label}" title="${label}"><svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false"><path d="M6 6 18 18M18 6 6 18"/></svg></button>`;
