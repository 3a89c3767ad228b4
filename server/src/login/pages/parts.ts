/** The pieces that pages are made of. */
import { html } from "hono/html";
import type { Frame, Html } from "./frame.ts";

interface Field {
  /** Also the element's id and name. */
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "password";
  readonly autocomplete: string;
  readonly optional?: boolean;
  /** A proper name: keyboards of phones begin it with a capital. */
  readonly properName?: boolean;
  readonly isEmail?: boolean;
  /** Which keys of a phone are shown, where letters are not what is wanted. */
  readonly keys?: "numeric" | "tel";
  /** Said below the field while it has no error. */
  readonly hint?: string;
  readonly value?: string;
  readonly error?: string | undefined;
  readonly autofocus?: boolean;
  readonly describedBy?: string;
  readonly suffix?: string | undefined;
}

export function field(frame: Frame, input: Field): Html {
  const { name, error } = input;
  const hint = error === undefined ? input.hint : undefined;
  const isName = input.type === "text";
  return html`<div class="field">
<label for="${name}">${input.label}</label>
<div class="box"${input.suffix === undefined ? "" : html` dir="ltr"`}>
<input id="${name}" name="${name}" type="${input.type}" autocomplete="${input.autocomplete}" dir="${input.suffix === undefined ? "auto" : "ltr"}"${input.optional ? "" : html` required`} maxlength="${isName ? 200 : 400}"
${isName ? asName(input) : ""}${input.autofocus ? html` autofocus` : ""}${error === undefined ? "" : html` aria-invalid="true"`}${describedBy(input)}>
${input.suffix === undefined ? "" : html`<span class="suffix">${input.suffix}</span>`}
${isName ? "" : reveal(frame, name)}
</div>
${error === undefined ? "" : html`<p class="error" id="${name}-error">${error}</p>`}
${hint === undefined ? "" : html`<p class="hint" id="${name}-hint">${hint}</p>`}
</div>`;
}

/** The ids of what is said about a field; its hint gives way to its error. */
function describedBy({ name, error, hint, describedBy }: Field): Html | "" {
  const own = error !== undefined ? `${name}-error` : hint !== undefined ? `${name}-hint` : "";
  const ids = [own, describedBy ?? ""].filter((id) => id !== "");
  return ids.length === 0 ? "" : html` aria-describedby="${ids.join(" ")}"`;
}

/** Of what is shown as it is typed: no keyboard or browser is to improve it. */
const asName = ({ properName, isEmail, keys, value = "" }: Field): Html =>
  html` autocapitalize="${properName ? "words" : "none"}"${isEmail || keys ? html` inputmode="${keys ?? "email"}"` : ""} spellcheck="false" value="${value}"`;

interface Consent {
  /** Also the element's id and name. */
  readonly name: string;
  /** With `{link}` where the link goes. */
  readonly sentence: string;
  readonly linkText: string;
  readonly href: string;
  readonly checked: boolean;
  readonly error?: string | undefined;
}

/** A box to tick. What it is about opens beside the form, so that nothing typed gets lost. */
export function consent({ name, sentence, linkText, href, checked, error }: Consent): Html {
  const [before = "", after = ""] = sentence.split("{link}");
  return html`<div class="field">
<div class="agree">
<input id="${name}" name="${name}" type="checkbox" value="yes" required${checked ? html` checked` : ""}${error === undefined ? "" : html` aria-invalid="true" aria-describedby="${name}-error"`}>
<label for="${name}">${before}<a href="${href}" target="_blank" rel="noopener">${linkText}</a>${after}</label>
</div>
${error === undefined ? "" : html`<p class="error" id="${name}-error">${error}</p>`}
</div>`;
}

/** Hidden until the script can make it work. */
function reveal({ t }: Frame, name: string): Html {
  return html`<button class="reveal" type="button" hidden data-reveal="${name}" aria-pressed="false" aria-label="${t("common.showPassword")}" data-hide="${t("common.hidePassword")}"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false"><path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/><path class="stroke" d="M4 20 20 4"/></svg></button>`;
}

/** Read out at once; each field's own error is linked to its field as well. */
export function alert(text: string | undefined): Html | string {
  return text === undefined ? "" : html`<p class="alert" role="alert">${text}</p>`;
}

/**
 * What is wrong with what was sent as a whole; nothing where nothing is. Where errors pop up it hangs above the page and
 * can be closed, without a script: what an address names after its # is hidden.
 */
export function formError(frame: Frame, text: string | undefined): Html | string {
  if (text === undefined || !frame.branding.errorsPopUp) return alert(text);
  return html`<div class="toast" id="toast">${alert(text)}
<a href="#toast" aria-label="${frame.t("common.close")}"><svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false"><path d="M6 6 18 18M18 6 6 18"/></svg></a></div>`;
}

export function hiddenFields(values: Readonly<Record<string, string>>): Html[] {
  return Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  ) as Html[];
}

/** Back to the application that asked for the login, with an error; nothing where none did. @param id why, if it has one */
export function cancelForm(frame: Frame, action: string | undefined, id?: string): Html | string {
  const { t, appName } = frame;
  if (action === undefined) return "";
  return html`<form class="again" method="post" action="${action}">${hiddenFields({ ...frame.hidden, ...(id === undefined ? {} : { stepId: id }) })}<button class="quiet" type="submit">${appName === undefined ? t("common.backToApplication") : t("common.backToApp", { app: appName })}</button></form>`;
}

export function submit(label: string): Html {
  return html`<button class="go" id="submit-button" type="submit">${label}</button>`;
}

/** The heading and, below it, where this leads. */
export function heading({ t, appName }: Frame, title: string): Html {
  return html`<h1>${title}</h1>
${appName === undefined ? "" : html`<p class="lead">${t("common.toApp", { app: appName })}</p>`}`;
}

interface Person {
  readonly loginName: string;
  readonly displayName?: string | undefined;
  /** What is shown of them where it is not the login name. */
  readonly shown?: string | undefined;
}

/** Up to two letters that stand for a person; never empty. */
export function initials({ loginName, displayName }: Person): string {
  const words = (displayName ?? loginName).split(/[\s@._-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.slice(0, displayName === undefined ? 1 : 2).map((word) => [...word][0] ?? "");
  return apart(letters).toUpperCase() || "•";
}

/** Arabic letters beside each other would join into a word. */
const apart = (letters: readonly string[]): string =>
  letters.join(letters.some((letter) => /\p{Script=Arabic}/u.test(letter)) ? "\u200c" : "");

/** Their picture, or the letters that stand for them. */
export function face(who: Person, pictureUrl: string | undefined): Html {
  return pictureUrl === undefined
    ? html`<span class="face" aria-hidden="true">${initials(who)}</span>`
    : html`<img class="face" src="${pictureUrl}" alt="" width="36" height="40">`;
}

/** Whom this page is about, with a way to somebody else. */
export function person({ t, picture }: Frame, who: Person, otherHref?: string): Html {
  return html`<div class="person">${face(who, picture?.loginName === who.loginName ? picture.url : undefined)}
<span class="who"><span class="sr">${t("common.signedInAs")}: </span><bdi>${who.shown ?? who.loginName}</bdi></span>
${otherHref === undefined ? "" : html`<a href="${otherHref}">${t("common.notYou")}</a>`}</div>`;
}
