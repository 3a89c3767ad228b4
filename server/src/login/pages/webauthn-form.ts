import { html } from "hono/html";
import type { Frame, Html } from "./frame.ts";
import { hiddenFields } from "./parts.ts";

interface WebAuthnForm {
  readonly action: string;
  readonly does: "get" | "create";
  /** For the browser, as JSON. */
  readonly options: object;
  readonly carry?: Readonly<Record<string, string>>;
  readonly fields?: Html;
  readonly label: string;
  /** `start`: asks as soon as the page is there. `offer`: among what the browser fills into the page's name field. */
  readonly auto?: "start" | "offer" | undefined;
  /** Beside something more important on the page: then it says nothing where it cannot work either. */
  readonly aside?: boolean;
  readonly texts: {
    readonly waiting: string;
    readonly failed: string;
    readonly known: string;
    readonly unsupported: string;
  };
}

/** A form that an authenticator fills (assets/webauthn.js). Until the script says otherwise it cannot be sent. */
export function webauthnForm(frame: Frame, model: WebAuthnForm): Html {
  const { texts } = model;
  return html`<form method="post" action="${model.action}" data-webauthn="${model.does}" data-options="${JSON.stringify(model.options)}"${model.auto === undefined ? "" : html` data-auto="${model.auto}"`}>
${hiddenFields({ ...frame.hidden, ...model.carry })}
<input type="hidden" name="credential" value="">
${model.aside ? "" : html`<p class="alert" data-says="unsupported">${texts.unsupported}</p>`}
<p class="note" role="status" data-says="waiting" hidden>${texts.waiting}</p>
<p class="alert" role="alert" data-says="failed" hidden>${texts.failed}</p>
<p class="alert" role="alert" data-says="known" hidden>${texts.known}</p>
${model.fields ?? ""}
<button class="${model.aside ? "quiet" : "go"}" id="${model.aside ? "passkey-button" : "submit-button"}" type="submit" data-starts hidden>${model.label}</button>
</form>`;
}
