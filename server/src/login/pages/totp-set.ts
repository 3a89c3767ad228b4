import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { field, formError, hiddenFields, submit } from "./parts.ts";
import { qrCode } from "./qr.ts";

interface TotpSetPage {
  readonly action: string;
  readonly uri: string;
  /** base32 */
  readonly secret: string;
  readonly mark: string;
  readonly backHref: string;
  readonly errors: FieldErrors;
}

/** In groups of four, as people type it. */
const grouped = (secret: string): string => (secret.match(/.{1,4}/g) ?? []).join(" ");

export function totpSetPage(frame: Frame, model: TotpSetPage): Html {
  const { t } = frame;
  const title = t("totp.setTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("totp.setLead")}</p>
${formError(frame, model.errors["form"])}
<div class="plate">${qrCode(frame, model.uri)}
<div class="secret"><span class="hint" id="secret-label">${t("totp.secret")}</span>
<code id="secret" dir="ltr" aria-labelledby="secret-label">${grouped(model.secret)}</code>
<button class="quiet small" type="button" hidden data-copy="secret" data-copied="${t("common.copied")}">${t("common.copy")}</button>
<a href="${model.uri}">${t("totp.openApp")}</a></div></div>
<form method="post" action="${model.action}">
${hiddenFields({ ...frame.hidden, mark: model.mark })}
${field(frame, {
  name: "code",
  label: t("totp.setLabel"),
  type: "text",
  autocomplete: "one-time-code",
  keys: "numeric",
  error: model.errors["code"],
  autofocus: model.errors["code"] !== undefined,
})}
${submit(t("common.continue"))}
</form>
<p class="aside"><a href="${model.backHref}">${t("mfaSet.another")}</a></p>`;
  return page(frame, { title, body });
}
