import { html } from "hono/html";
import { factorIcon } from "./factor-list.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { hiddenFields, person } from "./parts.ts";

interface PasskeyPromptPage {
  readonly action: string;
  readonly setUpHref: string;
  readonly loginName: string;
  readonly displayName?: string | undefined;
}

/** An offer, calm: what it is good for, what it takes, and a way past it. */
export function passkeyPromptPage(frame: Frame, model: PasskeyPromptPage): Html {
  const { t } = frame;
  const title = t("passkeyPrompt.title");
  const reasons = [t("passkeyPrompt.easy"), t("passkeyPrompt.safe"), t("passkeyPrompt.quick")];
  const body = html`<div class="emblem">${factorIcon("passkey")}</div>
<h1>${title}</h1>
<p class="lead">${t("passkeyPrompt.lead")}</p>
${person(frame, model)}
<ul class="reasons">${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
<div class="ways">
<a class="go" href="${model.setUpHref}">${t("passkeyPrompt.submit")}</a>
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
<button class="quiet" id="skip-button" type="submit">${t("passkeyPrompt.skip")}</button>
</form>
</div>`;
  return page(frame, { title, body });
}
