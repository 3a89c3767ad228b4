import { html } from "hono/html";
import { tick } from "./art.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { mailCodeField, resendForm, sentNote } from "./mail-code.ts";
import { formError, hiddenFields, person, submit } from "./parts.ts";

export interface VerifyPage {
  readonly action: string;
  /** What the code was sent for. */
  readonly reason: "verify" | "invite" | "activate";
  /** From the link, or empty. */
  readonly code: string;
  /** Another code was just asked for. */
  readonly wasSent: boolean;
  /** Goes with both forms. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Whom it is about, where this browser knows; a link does not tell. */
  readonly person: { readonly loginName: string; readonly displayName?: string | undefined } | undefined;
  readonly otherHref: string;
  readonly errors: FieldErrors;
}

export function verifyPage(frame: Frame, model: VerifyPage): Html {
  const { t } = frame;
  const { action, reason, hidden, errors } = model;
  const title = t(`${reason}.title`);
  const body = html`<h1>${title}</h1>
<p class="lead">${t(`${reason}.lead`)}</p>
${model.person === undefined ? "" : person(frame, model.person, model.otherHref)}
${model.wasSent ? sentNote(t("verify.sent")) : ""}
${formError(frame, errors["form"])}
<form method="post" action="${action}">
${hiddenFields({ ...frame.hidden, ...hidden })}
${mailCodeField({ label: t("verify.code"), value: model.code, error: errors["code"], autofocus: true })}
${submit(t(`${reason}.submit`))}
</form>
${resendForm(frame, { action, hidden, label: t("verify.resend") })}`;
  return page(frame, { title, body });
}

export function verifiedPage(frame: Frame, { href }: { readonly href: string }): Html {
  const { t } = frame;
  const title = t("verify.doneTitle");
  const body = html`${tick()}
<h1>${title}</h1>
<p class="lead">${t("verify.done")}</p>
<a class="go" id="submit-button" href="${href}">${t("verify.signIn")}</a>`;
  return page(frame, { title, body });
}
