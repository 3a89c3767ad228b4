import { html } from "hono/html";
import type { Factor } from "../flow/index.ts";
import { factorLine, factorName } from "./factor-list.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { formError, hiddenFields, person } from "./parts.ts";

interface MfaSetPage {
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  /** Nobody goes on without one. */
  readonly forced: boolean;
  readonly factors: readonly { readonly factor: Factor; readonly href: string }[];
  /** Where declining goes; undefined where it is not offered. */
  readonly skipAction?: string | undefined;
  /** The way on for whoever came by themselves. */
  readonly onHref?: string | undefined;
  readonly errors: FieldErrors;
}

export function mfaSetPage(frame: Frame, model: MfaSetPage): Html {
  const { t } = frame;
  const title = t("mfaSet.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${t(model.forced ? "mfaSet.forced" : "mfaSet.lead")}</p>
${person(frame, model, model.otherHref)}
${formError(frame, model.errors["form"])}
<ul class="accounts lone" aria-label="${t("mfaSet.list")}">
${model.factors.map(({ factor, href }) => html`<li><a href="${href}">${factorLine(factor, factorName(frame, factor), t(`mfaSet.${factor}About`))}</a></li>`)}
</ul>
${
  model.skipAction === undefined
    ? ""
    : html`<form method="post" action="${model.skipAction}">
${hiddenFields({ ...frame.hidden, skip: "yes" })}
<button class="quiet" id="skip-button" type="submit">${t("mfaSet.skip")}</button>
</form>`
}
${model.onHref === undefined ? "" : html`<p class="aside"><a href="${model.onHref}">${t("common.continue")}</a></p>`}`;
  return page(frame, { title, body });
}
