import { html } from "hono/html";
import { tick } from "./art.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";

interface SuccessPage {
  readonly href: string;
  /** The page leads to the application by itself; a visit without a request waits for the person. */
  readonly leadsOn: boolean;
}

export function successPage(frame: Frame, { href, leadsOn }: SuccessPage): Html {
  const { t, appName } = frame;
  const title = t("success.title");
  const text = appName === undefined ? t("success.application") : t("success.app", { app: appName });
  const body = html`${tick()}
<h1>${title}</h1>
<p class="lead">${leadsOn ? text : t("success.visit")}</p>
<a class="go" id="submit-button" href="${href}">${t("common.continue")}</a>`;
  return page(frame, { title, body, leadsTo: leadsOn ? href : undefined });
}
