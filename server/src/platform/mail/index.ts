export { headerText, isPlainAddress, type Mail, messageIdOf } from "./mail.ts";
export { type Encryption, type Login, type MailServer, type MailTimeouts, sendMail } from "./smtp.ts";
export { type MailClient, mailToken } from "./xoauth2.ts";
