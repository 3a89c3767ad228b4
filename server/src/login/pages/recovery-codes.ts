import { html } from "hono/html";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { hiddenFields, submit } from "./parts.ts";

interface Offer {
  readonly action: string;
  readonly onHref: string;
  /** The mark of those that there are, which new ones make void; empty when there are none. */
  readonly replaces: string;
}

/** Before they are made: a page that showed them at once would make others with each reload. */
export function recoveryOfferPage(frame: Frame, { action, onHref, replaces }: Offer): Html {
  const { t } = frame;
  const title = t("recoveryCode.offerTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("recoveryCode.offer")}</p>
${replaces !== "" ? html`<p class="note">${t("recoveryCode.replaces")}</p>` : ""}
<form method="post" action="${action}">
${hiddenFields({ ...frame.hidden, replaces })}
${submit(t("recoveryCode.create"))}
</form>
<p class="aside"><a href="${onHref}">${t("recoveryCode.later")}</a></p>`;
  return page(frame, { title, body });
}

export function recoveryCodesPage(
  frame: Frame,
  { codes, onHref }: { readonly codes: readonly string[]; readonly onHref: string },
): Html {
  const { t } = frame;
  const title = t("recoveryCode.shownTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("recoveryCode.shown")}</p>
<ul class="codes" id="codes" aria-label="${t("recoveryCode.list")}">
${codes.map((code) => html`<li><code dir="ltr">${code}</code></li>\n`)}</ul>
<div class="pair"><button class="quiet" type="button" hidden data-copy="codes" data-copied="${t("common.copied")}">${t("common.copy")}</button>
<button class="quiet" type="button" hidden data-print>${t("recoveryCode.print")}</button></div>
<a class="go" id="submit-button" href="${onHref}">${t("recoveryCode.saved")}</a>`;
  return page(frame, { title, body });
}
