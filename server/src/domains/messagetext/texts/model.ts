import type { MessageType } from "#src/domains/message/index.ts";

/** Messages that are sent by mail. */
export type MailType = Exclude<MessageType, "verify_phone" | "verify_sms_otp">;

/** Messages that are sent as SMS; a password is reset either way. */
export type SmsType = "password_reset" | "verify_phone" | "verify_sms_otp";

export interface MailWords {
  /** Also the heading of the mail. */
  readonly subject: string;
  /** What mail programs show beside the subject. */
  readonly preHeader: string;
  /** Paragraphs are apart by an empty line; one that is a code alone stands out. */
  readonly text: string;
  readonly buttonText: string;
}

/** All that messages say in one language. `{{.Name}}` stands for a variable. */
export interface MessageWords {
  readonly greeting: string;
  /** Stands before the address that the button leads to. */
  readonly linkHint: string;
  /** The footers. */
  readonly footers: {
    /** For whoever did not ask for the message. */
    readonly unasked: string;
    /** What a login code is not to be used for. */
    readonly secret: string;
  };
  readonly mails: Readonly<Record<MailType, MailWords>>;
  readonly sms: Readonly<Record<SmsType, string>>;
}
