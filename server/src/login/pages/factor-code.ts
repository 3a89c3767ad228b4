import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { otherWays, type Ways } from "./mfa.ts";
import { field, formError, hiddenFields, person, submit } from "./parts.ts";

interface FactorCodePage {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  readonly hint?: string | undefined;
  /** Recovery codes are letters. */
  readonly isNumeric: boolean;
  readonly action: string;
  /** Of a link in a message; whoever follows it still sends the form. */
  readonly code?: string | undefined;
  /** Sent with the form beside what every form has. */
  readonly carry?: Readonly<Record<string, string>>;
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  /** A way to get another code, for factors that send one. */
  readonly resend?: { readonly action: string; readonly label: string; readonly first: boolean } | undefined;
  readonly ways?: Ways | undefined;
  readonly errors: FieldErrors;
  readonly notice?: string | undefined;
}

/** One code to enter. Where none is under way the way to one comes first. */
export function factorCodePage(frame: Frame, model: FactorCodePage): Html {
  const { t } = frame;
  const { resend, errors, carry = {} } = model;
  const asks = resend?.first
    ? html`<form method="post" action="${resend.action}">
${hiddenFields({ ...frame.hidden, ...carry })}
${submit(resend.label)}
</form>`
    : html`<form method="post" action="${model.action}">
${hiddenFields({ ...frame.hidden, ...carry })}
${field(frame, {
  name: "code",
  label: model.label,
  type: "text",
  autocomplete: "one-time-code",
  ...(model.isNumeric ? { keys: "numeric" as const } : {}),
  ...(model.hint === undefined ? {} : { hint: model.hint }),
  value: model.code ?? "",
  error: errors["code"],
  autofocus: true,
})}
${submit(t("common.continue"))}
</form>`;
  const again =
    resend === undefined || resend.first
      ? ""
      : html`<form method="post" action="${resend.action}" class="again">
${hiddenFields({ ...frame.hidden, ...carry })}
<button class="quiet" type="submit">${resend.label}</button>
</form>`;
  const body = html`<h1>${model.title}</h1>
<p class="lead">${model.lead}</p>
${person(frame, model, model.otherHref)}
${model.notice === undefined ? "" : html`<p class="note" role="status">${model.notice}</p>`}
${formError(frame, errors["form"])}
${asks}
${again}
${model.ways === undefined ? "" : otherWays(frame, model.ways)}`;
  return page(frame, { title: model.title, body });
}

/** A link in a message that was opened where no sign-in waits for its code. */
export function codeElsewherePage(frame: Frame, code: string): Html {
  const { t } = frame;
  const title = t("otpEmail.elsewhereTitle");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("otpEmail.elsewhere")}</p>
<p class="secret"><code dir="ltr">${code}</code></p>`;
  return page(frame, { title, body });
}
