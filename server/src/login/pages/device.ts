import { html } from "hono/html";
import { tick } from "./art.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { formError, hiddenFields, person, submit } from "./parts.ts";

interface UserCodePage {
  readonly action: string;
  /** From the address, or as it was typed before. */
  readonly code: string;
  readonly errors: FieldErrors;
}

/** A code that came with the address is only filled in: whoever sent somebody here presses nothing for them. */
export function userCodePage(frame: Frame, { action, code, errors }: UserCodePage): Html {
  const { t } = frame;
  const title = t("device.usercode.title");
  const error = errors["user_code"];
  const isGiven = code !== "" && error === undefined;
  const wrong = error === undefined ? "" : html` aria-invalid="true"`;
  const about = error === undefined ? "user_code-hint" : "user_code-error user_code-hint";
  const body = html`<h1>${title}</h1>
<p class="lead">${isGiven ? t("device.usercode.compare") : t("device.usercode.description")}</p>
${formError(frame, errors["form"])}
<form method="post" action="${action}">
${hiddenFields(frame.hidden)}
<div class="field">
<label for="user_code">${t("device.usercode.label")}</label>
<div class="box">
<input class="code" id="user_code" name="user_code" type="text" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40" placeholder="XXXX-XXXX" value="${code}"${isGiven ? "" : html` autofocus`}${wrong} aria-describedby="${about}">
</div>
${error === undefined ? "" : html`<p class="error" id="user_code-error">${error}</p>`}
<p class="hint" id="user_code-hint">${t("device.usercode.hint")}</p>
</div>
${submit(t("common.continue"))}
</form>`;
  return page(frame, { title, body });
}

interface ConsentPage {
  readonly action: string;
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  readonly userCode: string;
  /** What it will be able to do. */
  readonly abilities: readonly string[];
  readonly address: string | undefined;
}

export function deviceConsentPage(frame: Frame, model: ConsentPage): Html {
  const { t, appName = "" } = frame;
  const title = t("device.request.title", { appName });
  const { address } = model;
  const body = html`<h1>${title}</h1>
<p class="lead">${t("device.request.description")}</p>
${person(frame, model, model.otherHref)}
<p class="secret shown"><span class="label">${t("device.request.code")}</span> <code dir="ltr">${model.userCode}</code></p>
<div class="abilities">
<h2>${t("device.request.abilities", { app: appName })}</h2>
<ul>${model.abilities.map((text) => html`<li>${text}</li>\n`)}</ul>
</div>
<p class="note">${t("device.request.disclaimer")}${address === undefined ? "" : html` ${t("device.request.from", { address })}`}</p>
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
<button class="go" id="submit-button" type="submit" name="decision" value="allow">${t("device.request.submit")}</button>
<button class="quiet" id="deny-button" type="submit" name="decision" value="deny">${t("device.request.deny")}</button>
</form>`;
  return page(frame, { title, body });
}

export function deviceDonePage(frame: Frame, { allowed }: { readonly allowed: boolean }): Html {
  const { t } = frame;
  const title = t(allowed ? "device.done.allowedTitle" : "device.done.deniedTitle");
  const body = html`${allowed ? tick() : ""}
<h1>${title}</h1>
<p class="lead">${t(allowed ? "device.done.allowed" : "device.done.denied")}</p>`;
  return page(frame, { title, body });
}
