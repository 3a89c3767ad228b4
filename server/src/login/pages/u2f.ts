import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { otherWays, type Ways } from "./mfa.ts";
import { alert, field, formError, person } from "./parts.ts";
import { webauthnForm } from "./webauthn-form.ts";

interface U2fPage {
  readonly action: string;
  /** Undefined where no key of this address can answer. */
  readonly options: object | undefined;
  readonly carry: Readonly<Record<string, string>>;
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  readonly ways?: Ways | undefined;
  readonly errors: FieldErrors;
}

const texts = ({ t }: Frame) => ({
  waiting: t("u2f.waiting"),
  failed: t("u2f.errorFailed"),
  known: t("u2f.errorKnown"),
  unsupported: t("u2f.unsupported"),
});

export function u2fPage(frame: Frame, model: U2fPage): Html {
  const { t } = frame;
  const title = t("u2f.title");
  const { options, carry } = model;
  const body = html`<h1>${title}</h1>
<p class="lead">${t("u2f.lead")}</p>
${person(frame, model, model.otherHref)}
${formError(frame, model.errors["form"])}
${
  options === undefined
    ? alert(t("u2f.errorElsewhere"))
    : webauthnForm(frame, {
        action: model.action,
        does: "get",
        options,
        carry,
        label: t("u2f.submit"),
        texts: texts(frame),
      })
}
${model.ways === undefined ? "" : otherWays(frame, model.ways)}`;
  return page(frame, { title, body, asksAuthenticator: true });
}

interface U2fSetPage {
  readonly action: string;
  readonly options: object;
  /** Which registration this is, sealed. */
  readonly question: string;
  readonly name: string;
  readonly backHref: string;
  readonly errors: FieldErrors;
}

export function u2fSetPage(frame: Frame, model: U2fSetPage): Html {
  const { t } = frame;
  const title = t("u2f.setTitle");
  const name = field(frame, {
    name: "name",
    label: t("u2f.name"),
    type: "text",
    autocomplete: "off",
    hint: t("u2f.nameHint"),
    value: model.name,
    error: model.errors["name"],
  });
  const body = html`<h1>${title}</h1>
<p class="lead">${t("u2f.setLead")}</p>
${formError(frame, model.errors["form"])}
${webauthnForm(frame, {
  action: model.action,
  does: "create",
  options: model.options,
  carry: { question: model.question },
  fields: name,
  label: t("u2f.setSubmit"),
  texts: texts(frame),
})}
<p class="aside"><a href="${model.backHref}">${t("mfaSet.another")}</a></p>`;
  return page(frame, { title, body, asksAuthenticator: true });
}
