/** The field for a code from a message, and the way to another code. */
import { html } from "hono/html";
import type { Frame, Html } from "./frame.ts";
import { hiddenFields } from "./parts.ts";

interface MailCode {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly autofocus: boolean;
}

/** Codes have letters too, mostly capital ones. */
export function mailCodeField({ label, value, error, autofocus }: MailCode): Html {
  return html`<div class="field">
<label for="code">${label}</label>
<div class="box">
<input id="code" name="code" type="text" dir="ltr" autocomplete="one-time-code" required maxlength="100" autocapitalize="characters" autocorrect="off" spellcheck="false" value="${value}"${autofocus ? html` autofocus` : ""}${error === undefined ? "" : html` aria-invalid="true" aria-describedby="code-error"`}>
</div>
${error === undefined ? "" : html`<p class="error" id="code-error">${error}</p>`}
</div>`;
}

interface Resend {
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly label: string;
}

export function resendForm(frame: Frame, { action, hidden, label }: Resend): Html {
  return html`<form class="again" method="post" action="${action}">
${hiddenFields({ ...frame.hidden, ...hidden, resend: "true" })}
<button class="quiet" type="submit">${label}</button>
</form>`;
}

/** Said aloud when the page comes back after another code was asked for. */
export const sentNote = (text: string): Html => html`<p class="note" role="status">${text}</p>`;
