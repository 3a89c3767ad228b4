import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { alert, formError, heading, person } from "./parts.ts";
import { webauthnForm } from "./webauthn-form.ts";

interface Question {
  readonly challenge: string;
  readonly options: object;
}

interface PasskeyPage {
  readonly action: string;
  /** Undefined where no passkey of theirs can answer at this address. */
  readonly question: Question | undefined;
  /** Sent along with the answer. */
  readonly carry: Readonly<Record<string, string>>;
  /** Absent while it is open who answers. */
  readonly who?: { readonly loginName: string; readonly displayName?: string | undefined } | undefined;
  readonly otherHref: string;
  readonly passwordHref?: string | undefined;
  readonly loginNameHref?: string | undefined;
  readonly factorsHref?: string | undefined;
  readonly errors: FieldErrors;
}

const texts = ({ t }: Frame) => ({
  waiting: t("passkey.waiting"),
  failed: t("passkey.failed"),
  known: t("passkey.failed"),
  unsupported: t("passkey.unsupported"),
});

export function passkeyPage(frame: Frame, model: PasskeyPage): Html {
  const { t } = frame;
  const title = t("passkey.title");
  const { question, who, errors } = model;
  const body = html`${heading(frame, title)}
<p class="lead">${t(who === undefined ? "passkey.leadAnyone" : "passkey.lead")}</p>
${who === undefined ? "" : person(frame, who, model.otherHref)}
${formError(frame, errors["form"])}
${errors["forgotten"] === undefined ? "" : html`<span hidden data-passkey-forgotten></span>`}
${question === undefined ? alert(t("passkey.none")) : questionForm(frame, model, question)}
${instead(frame, model)}`;
  return page(frame, { title, body, asksAuthenticator: true });
}

/** Asks by itself the first time; after an error people say when. */
function questionForm(frame: Frame, { action, carry, errors }: PasskeyPage, asked: Question): Html {
  return webauthnForm(frame, {
    action,
    does: "get",
    options: asked.options,
    carry: { ...carry, challenge: asked.challenge },
    label: frame.t("passkey.submit"),
    auto: Object.keys(errors).length === 0 ? "start" : undefined,
    texts: texts(frame),
  });
}

function instead({ t }: Frame, { passwordHref, loginNameHref, factorsHref }: PasskeyPage): Html[] {
  const ways = [
    [passwordHref, t("passkey.usePassword")],
    [factorsHref, t("passkey.otherFactor")],
    [loginNameHref, t("passkey.useLoginName")],
  ] as const;
  return ways.flatMap(([href, label]) =>
    href === undefined ? [] : [html`<p class="aside"><a href="${href}">${label}</a></p>` as Html],
  );
}

export interface PasskeyButton {
  readonly action: string;
  readonly question: Question;
}

/** Beside the login name: a button, and the browser's own list in the field. */
export const passkeyButton = (frame: Frame, { action, question }: PasskeyButton): Html =>
  webauthnForm(frame, {
    action,
    does: "get",
    options: question.options,
    carry: { challenge: question.challenge },
    label: frame.t("passkey.onLoginName"),
    auto: "offer",
    aside: true,
    texts: texts(frame),
  });
