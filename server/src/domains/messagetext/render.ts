/** A message into what is sent: texts in the language of whoever gets it, link, branding. */
import { featureOf } from "#src/domains/feature/index.ts";
import { allowedLanguages, instanceOf } from "#src/domains/instance/index.ts";
import type { Message } from "#src/domains/message/index.ts";
import { type UserState, userById } from "#src/domains/user/index.ts";
import { effectiveTexts } from "#src/kits/texts/index.ts";
import { chooseLanguage } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { fieldsFrom, type MessageFields, ourFields, ourSms, templates } from "./fields.ts";
import { linkOf } from "./links.ts";
import { mailLook } from "./look.ts";
import { mailHtml } from "./mail.ts";
import { escapeHtml, toHtml, toLine, toText, type Variables } from "./template.ts";
import { isMessageLanguage, type MessageLanguage, messageWords } from "./texts/index.ts";
import { variablesOf } from "./variables.ts";

interface Sent {
  readonly to: string;
  readonly language: string;
  /** As it is, for providers that put it into texts of their own; undefined where the message has none. */
  readonly code?: string;
  /** The variables of texts, for providers that are told them. */
  readonly vars: Variables;
  /** The texts with their variables filled in, as plain text. */
  readonly fields: MessageFields;
  readonly url?: string;
}

export interface RenderedMail extends Sent {
  readonly channel: "email";
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface RenderedSms extends Sent {
  readonly channel: "sms";
  readonly text: string;
}

export type Rendered = RenderedMail | RenderedSms;

/**
 * What is sent, as settings and texts stand now.
 * @returns undefined when the user is gone
 * @throws internal when the address or the code was sealed with a key that is not there any more
 */
export async function renderMessage(ctx: Ctx, message: Message): Promise<Rendered | undefined> {
  const user = await userById(ctx, message.userId);
  if (user === undefined) return undefined;
  const { name, defaultLanguage } = await instanceOf(ctx);
  const language = await languageFor(ctx, user.state, defaultLanguage);
  const known = await variablesOf(ctx, message, user, language, name);
  const url = linkOf(message.type, message.urlTemplate, known, await featureOf(ctx, "loginV2"));
  const vars: Variables = { ...known, URL: url ?? "", VerifyURL: url ?? "" };
  const templatesOf = await textsFor(ctx, message, language);
  const sent: Sent = {
    to: ctx.secrets.open("message", message.to).toString(),
    language,
    ...(known.Code === "" ? {} : { code: known.Code }),
    vars,
    fields: filled(templatesOf, vars),
    ...(url === undefined ? {} : { url }),
  };
  if (message.channel === "sms") return { ...sent, channel: "sms", text: sent.fields.text };
  const look = await mailLook(ctx, message.orgId, message.origin, name);
  const html = mailHtml(
    {
      language,
      title: escapeHtml(sent.fields.title || sent.fields.subject),
      preHeader: escapeHtml(toLine(templatesOf.preHeader, vars)),
      greeting: toHtml(templatesOf.greeting, vars),
      text: toHtml(templatesOf.text, vars),
      buttonText: escapeHtml(sent.fields.buttonText),
      footerText: toHtml(templatesOf.footerText, vars),
      linkHint: escapeHtml(messageWords[language].linkHint),
      url,
      code: escapeHtml(known.Code),
    },
    look,
  );
  return { ...sent, channel: "email", subject: sent.fields.subject, html, text: plainMail(sent.fields, url) };
}

/** The user's if people are written to in it here, else the instance's. */
async function languageFor(ctx: Ctx, user: UserState, defaultLanguage: string): Promise<MessageLanguage> {
  const allowed = (await allowedLanguages(ctx)).filter(isMessageLanguage);
  const wished = user.kind === "human" ? user.human.preferredLanguage : "";
  return chooseLanguage([wished, defaultLanguage], allowed, "en");
}

/** An override of the text counts for both ways in which a message may go. */
async function textsFor(
  ctx: Ctx,
  { type, channel, orgId }: Message,
  language: MessageLanguage,
): Promise<MessageFields> {
  const ours = ourFields(type, language);
  const own = await effectiveTexts(ctx, orgId, { template: templates[type], language });
  const text = channel === "sms" ? ourSms(type, language) : ours.text;
  return { ...ours, text, ...fieldsFrom(own) };
}

function filled(texts: MessageFields, vars: Variables): MessageFields {
  const { text, footerText, ...short } = texts;
  const line = (field: keyof typeof short): string => toLine(short[field], vars);
  return {
    title: line("title"),
    preHeader: line("preHeader"),
    subject: line("subject"),
    greeting: line("greeting"),
    text: toText(text, vars),
    buttonText: line("buttonText"),
    footerText: toText(footerText, vars),
  };
}

const plainMail = (
  { greeting, text, buttonText, footerText }: MessageFields,
  url: string | undefined,
): string =>
  `${[greeting, text, url === undefined ? "" : `${buttonText}:\n${url}`.replace(/^:\n/, ""), footerText]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
