import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { field, formError, hiddenFields, submit } from "./parts.ts";

interface OtpSetPage {
  readonly action: string;
  readonly backHref: string;
  readonly errors: FieldErrors;
}

/** The number that codes are to go to. */
export function phonePage(frame: Frame, model: OtpSetPage & { readonly number: string }): Html {
  const { t } = frame;
  const title = t("otpSms.setTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("otpSms.setLead")}</p>
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields({ ...frame.hidden, does: "number" })}
${field(frame, {
  name: "phone",
  label: t("otpSms.phone"),
  type: "text",
  keys: "tel",
  autocomplete: "tel",
  hint: t("otpSms.phoneHint"),
  value: model.number,
  error: model.errors["phone"],
  autofocus: true,
})}
${submit(t("otpSms.sendCode"))}
</form>
<p class="aside"><a href="${model.backHref}">${t("mfaSet.another")}</a></p>`;
  return page(frame, { title, body });
}

/** The code that was sent to a new number. */
export function phoneCodePage(
  frame: Frame,
  model: OtpSetPage & { readonly ending: string; readonly editHref: string },
): Html {
  const { t } = frame;
  const title = t("otpSms.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("otpSms.sent", { ending: model.ending })} <a href="${model.editHref}">${t("otpSms.edit")}</a></p>
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields({ ...frame.hidden, does: "code" })}
${field(frame, {
  name: "code",
  label: t("otpSms.label"),
  type: "text",
  autocomplete: "one-time-code",
  // Codes that prove a number may have letters.
  error: model.errors["code"],
  autofocus: true,
})}
${submit(t("common.continue"))}
</form>
<form method="post" action="${model.action}" class="again">
${hiddenFields({ ...frame.hidden, does: "resend" })}
<button class="quiet" type="submit">${t("otpSms.resend")}</button>
</form>
<p class="aside"><a href="${model.backHref}">${t("mfaSet.another")}</a></p>`;
  return page(frame, { title, body });
}

interface AddressPage extends OtpSetPage {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  /** A way to another number. */
  readonly edit?: { readonly href: string; readonly label: string };
}

/** An address that was proven before, to be used from now on. */
export function addressPage(frame: Frame, model: AddressPage): Html {
  const { title, edit } = model;
  const body = html`<h1>${title}</h1>
<p class="lead">${model.lead}</p>
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields({ ...frame.hidden, does: "use" })}
${submit(model.label)}
</form>
${edit === undefined ? "" : html`<p class="aside"><a href="${edit.href}">${edit.label}</a></p>`}
<p class="aside"><a href="${model.backHref}">${frame.t("mfaSet.another")}</a></p>`;
  return page(frame, { title, body });
}
