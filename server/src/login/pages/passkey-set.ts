import { html } from "hono/html";
import { tick } from "./art.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { field, formError, hiddenFields, person, submit } from "./parts.ts";
import { qrCode } from "./qr.ts";
import { webauthnForm } from "./webauthn-form.ts";

interface Person {
  readonly loginName: string;
  readonly displayName?: string | undefined;
}

interface LinkPage {
  readonly action: string;
  /** The code of the link and whose it is. */
  readonly carry: Readonly<Record<string, string>>;
  readonly errors: FieldErrors;
}

/** Where a link leads. The code is used up only when somebody goes on, not by what looks at links in mails. */
export function passkeyLinkPage(frame: Frame, { action, carry, errors }: LinkPage): Html {
  const { t } = frame;
  const title = t("passkeySet.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("passkeySet.leadLink")}</p>
${formError(frame, errors["form"])}
<form method="post" action="${action}">
${hiddenFields({ ...frame.hidden, ...carry, does: "enter" })}
${submit(t("common.continue"))}
</form>`;
  return page(frame, { title, body });
}

interface PasskeySetPage {
  readonly action: string;
  readonly options: object;
  /** Which registration this is, and by what right. */
  readonly carry: Readonly<Record<string, string>>;
  readonly who: Person;
  readonly name: string;
  readonly mayLinkElsewhere: boolean;
  /** It is only offered, and may be put off. */
  readonly maySkip: boolean;
  readonly otherWayHref?: string | undefined;
  readonly errors: FieldErrors;
}

export function passkeySetPage(frame: Frame, model: PasskeySetPage): Html {
  const { t } = frame;
  const title = t("passkeySet.title");
  const { errors } = model;
  const name = field(frame, {
    name: "name",
    label: t("passkeySet.name"),
    type: "text",
    autocomplete: "off",
    optional: true,
    hint: t("passkeySet.nameHint"),
    value: model.name,
    error: errors["name"],
  });
  const body = html`<h1>${title}</h1>
<p class="lead">${t("passkeySet.lead")}</p>
${person(frame, model.who)}
${formError(frame, errors["form"])}
${webauthnForm(frame, {
  action: model.action,
  does: "create",
  options: model.options,
  carry: { ...model.carry, does: "create" },
  fields: name,
  label: t("passkeySet.submit"),
  texts: {
    waiting: t("passkeySet.waiting"),
    failed: t("passkeySet.failed"),
    known: t("passkeySet.known"),
    unsupported: t("passkeySet.unsupported"),
  },
})}
${otherWays(frame, model)}`;
  return page(frame, { title, body, asksAuthenticator: true });
}

function otherWays(frame: Frame, model: PasskeySetPage): Html {
  const { t } = frame;
  const button = (does: string, label: string): Html => html`<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
<button class="quiet" id="${does}-button" type="submit" name="does" value="${does}">${label}</button>
</form>`;
  return html`<div class="ways">
${model.mayLinkElsewhere ? button("elsewhere", t("passkeySet.otherDevice")) : ""}
${model.maySkip ? button("skip", t("passkeySet.skip")) : ""}
</div>
${model.otherWayHref === undefined ? "" : html`<p class="aside"><a href="${model.otherWayHref}">${t("passkeySet.otherWay")}</a></p>`}`;
}

interface ElsewherePage {
  readonly url: string;
  readonly minutes: number;
  readonly who: Person;
  readonly nextHref: string;
}

export function passkeyElsewherePage(frame: Frame, { url, minutes, who, nextHref }: ElsewherePage): Html {
  const { t } = frame;
  const title = t("passkeySet.otherTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("passkeySet.otherLead", { minutes })}</p>
${person(frame, who)}
<div class="plate">${qrCode(frame, url, t("passkeySet.otherCode"))}
<div class="secret"><span class="hint" id="address-label">${t("passkeySet.otherAddress")}</span>
<code class="address" id="address" dir="ltr" aria-labelledby="address-label">${url}</code>
<button class="quiet small" type="button" hidden data-copy="address" data-copied="${t("common.copied")}">${t("common.copy")}</button></div></div>
<div class="ways"><a class="go plain" id="next-link" href="${nextHref}">${t("passkeySet.otherReady")}</a></div>`;
  return page(frame, { title, body });
}

interface DonePage {
  /** For whoever keeps the person's passkeys, as JSON. */
  readonly signal: object | undefined;
  /** Absent where nothing waits: the page came by a link. */
  readonly nextHref?: string | undefined;
}

export function passkeyDonePage(frame: Frame, { signal, nextHref }: DonePage): Html {
  const { t } = frame;
  const title = t("passkeySet.doneTitle");
  const body = html`${tick()}
<h1>${title}</h1>
<p class="lead">${t(nextHref === undefined ? "passkeySet.doneElsewhere" : "passkeySet.done")}</p>
${nextHref === undefined ? "" : html`<a class="go" id="next-link" href="${nextHref}">${t("common.continue")}</a>`}
${signal === undefined ? "" : html`<span hidden data-passkeys="${JSON.stringify(signal)}"></span>`}`;
  return page(frame, { title, body, asksAuthenticator: true });
}

interface MailPage {
  readonly action: string;
  readonly carry: Readonly<Record<string, string>>;
  readonly isSent: boolean;
  readonly errors: FieldErrors;
}

/** For who has to register a passkey and has nothing yet to prove who they are by. */
export function passkeyMailPage(frame: Frame, { action, carry, isSent, errors }: MailPage): Html {
  const { t } = frame;
  const title = t("passkeySet.mailTitle");
  const form = html`<p class="lead">${t("passkeySet.mailLead")}</p>
${formError(frame, errors["form"])}
<form method="post" action="${action}">
${hiddenFields({ ...frame.hidden, ...carry, does: "mail" })}
${submit(t("passkeySet.mailSubmit"))}
</form>`;
  const sent = html`<p class="lead" role="status">${t("passkeySet.mailSent")}</p>`;
  return page(frame, { title, body: html`<h1>${title}</h1>\n${isSent ? sent : form}` });
}
