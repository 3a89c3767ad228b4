/** The texts of a message as the contract has them, and the product's own. */
import type { MessageType } from "#src/domains/message/index.ts";
import { type MessageLanguage, messageWords } from "./texts/index.ts";
import type { MailType, MessageWords } from "./texts/model.ts";

export const fieldNames = [
  "title",
  "preHeader",
  "subject",
  "greeting",
  "text",
  "buttonText",
  "footerText",
] as const;

export type FieldName = (typeof fieldNames)[number];
export type MessageFields = Readonly<Record<FieldName, string>>;

/** What events call the fields. */
export const fieldKeys: Readonly<Record<FieldName, string>> = {
  title: "Title",
  preHeader: "PreHeader",
  subject: "Subject",
  greeting: "Greeting",
  text: "Text",
  buttonText: "ButtonText",
  footerText: "Footer",
};

/** What events call the messages. */
export const templates: Readonly<Record<MessageType, string>> = {
  init: "InitCode",
  password_reset: "PasswordReset",
  verify_email: "VerifyEmail",
  verify_phone: "VerifyPhone",
  verify_sms_otp: "VerifySMSOTP",
  verify_email_otp: "VerifyEmailOTP",
  domain_claimed: "DomainClaimed",
  passwordless_registration: "PasswordlessRegistration",
  password_change: "PasswordChange",
  invite_user: "InviteUser",
};

const footers: Readonly<Record<MailType, keyof MessageWords["footers"] | undefined>> = {
  init: "unasked",
  password_reset: "unasked",
  verify_email: "unasked",
  verify_email_otp: "secret",
  domain_claimed: undefined,
  passwordless_registration: "unasked",
  password_change: undefined,
  invite_user: "unasked",
};

export const noFields: MessageFields = {
  title: "",
  preHeader: "",
  subject: "",
  greeting: "",
  text: "",
  buttonText: "",
  footerText: "",
};

/** By this line browsers and phones offer the code on pages of that domain alone (WICG, origin-bound one-time codes). */
const originBound = "\n\n@{{.Domain}} #{{.OTP}}";

/** What we say, by mail where a message goes either way. */
export function ourFields(type: MessageType, language: MessageLanguage): MessageFields {
  const words = messageWords[language];
  if (type === "verify_phone" || type === "verify_sms_otp")
    return { ...noFields, text: ourSms(type, language) };
  const { subject, ...mail } = words.mails[type];
  const footer = footers[type];
  return {
    ...mail,
    subject,
    title: subject,
    greeting: words.greeting,
    footerText: footer === undefined ? "" : words.footers[footer],
  };
}

/** What we say by SMS: shorter, and without a button to speak of. */
export function ourSms(type: MessageType, language: MessageLanguage): string {
  const { sms, mails } = messageWords[language];
  if (type === "verify_sms_otp") return sms.verify_sms_otp + originBound;
  return type === "verify_phone" || type === "password_reset" ? sms[type] : mails[type].text;
}

/** Overrides, as events name them, as fields. */
export const fieldsFrom = (texts: Readonly<Record<string, string>>): Partial<MessageFields> =>
  Object.fromEntries(
    fieldNames.flatMap((field) => {
      const text = texts[fieldKeys[field]];
      return text === undefined ? [] : [[field, text]];
    }),
  );
