import { html } from "hono/html";
import type { Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";

interface AuthenticatorPage {
  /** Where each is set up. */
  readonly password: string;
  readonly passkey: string;
}

export function authenticatorPage(frame: Frame, { password, passkey }: AuthenticatorPage): Html {
  const { t } = frame;
  const title = t("authenticator.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("authenticator.lead")}</p>
<div class="ways">
<a class="go" id="submit-button" href="${passkey}">${t("authenticator.passkey")}</a>
<p class="hint">${t("authenticator.passkeyHint")}</p>
<a class="go plain" href="${password}">${t("authenticator.password")}</a>
</div>`;
  return page(frame, { title, body });
}
