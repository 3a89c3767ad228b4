import { html } from "hono/html";
import type { AnsweredApp } from "../visit.ts";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { hiddenFields } from "./parts.ts";

interface ErrorPage {
  readonly message: string;
  /** Stable id of the reason. */
  readonly id: string;
  /** To find this very answer in the logs. */
  readonly logId: string;
  /** For those who can mend it, in English. */
  readonly detail?: string | undefined;
  readonly otherHref?: string | undefined;
  readonly againHref?: string | undefined;
  /** An application that waits for nothing here any more. */
  readonly app?: AnsweredApp | undefined;
  /** Where the form goes that returns to the application with an error. */
  readonly cancelAction?: string | undefined;
}

export function errorPage(frame: Frame, model: ErrorPage): Html {
  const { t, appName } = frame;
  const title = t("error.title");
  const ways = [
    model.app === undefined
      ? undefined
      : html`<a class="go" href="${model.app.href}">${t("common.backToApp", { app: model.app.name })}</a>`,
    model.otherHref === undefined
      ? undefined
      : html`<a class="go plain" href="${model.otherHref}">${t("common.otherAccount")}</a>`,
    model.againHref === undefined
      ? undefined
      : html`<a class="go plain" href="${model.againHref}">${t("common.startAgain")}</a>`,
    model.cancelAction === undefined
      ? undefined
      : html`<form method="post" action="${model.cancelAction}">${hiddenFields({ ...frame.hidden, stepId: model.id })}<button class="quiet" type="submit">${appName === undefined ? t("common.backToApplication") : t("common.backToApp", { app: appName })}</button></form>`,
  ];
  const body = html`<h1>${title}</h1>
<p class="alert" role="alert">${model.message}</p>
<div class="ways">${ways}</div>
${model.detail === undefined ? "" : html`<p class="fine" lang="en">${model.detail}</p>`}
<p class="fine">${t("error.reference", { id: model.id })}<br>${t("error.request", { id: model.logId })}</p>`;
  return page(frame, { title, body });
}
