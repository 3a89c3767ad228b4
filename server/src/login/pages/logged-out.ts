import { html } from "hono/html";
import { tick } from "./art.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";

interface LoggedOutPage {
  readonly againHref: string;
  /** Where other accounts of this browser are; none where there are none. */
  readonly otherHref: string | undefined;
}

export function loggedOutPage(frame: Frame, { againHref, otherHref }: LoggedOutPage): Html {
  const { t } = frame;
  const title = t("logout.doneTitle");
  const body = html`${tick()}
<h1>${title}</h1>
<p class="lead">${t("logout.done")}</p>
<a class="go plain" href="${againHref}">${t("logout.signInAgain")}</a>
${otherHref === undefined ? "" : html`<p class="aside"><a href="${otherHref}">${t("logout.others")}</a></p>`}`;
  return page(frame, { title, body });
}
