import { html } from "hono/html";
import { tick } from "./art.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";

export function loggedOutPage(frame: Frame, { againHref }: { readonly againHref: string }): Html {
  const { t } = frame;
  const title = t("logout.doneTitle");
  const body = html`${tick()}
<h1>${title}</h1>
<p class="lead">${t("logout.done")}</p>
<a class="go plain" href="${againHref}">${t("logout.signInAgain")}</a>`;
  return page(frame, { title, body });
}
