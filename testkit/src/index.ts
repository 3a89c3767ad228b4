export {
  type AssertionAnswer,
  type Authenticator,
  type AuthenticatorOptions,
  type CreationOptions,
  createAuthenticator,
  type Lies,
  type RegistrationAnswer,
  type RequestOptions,
} from "./authenticator.ts";
export { type CaughtMail, type MailSink, type MailSinkOptions, startMailSink } from "./mail-sink.ts";
export { type Mime, readMime } from "./mime.ts";
export { answerAsTwilio, type CaughtSms, type TwilioStandIn, twilioStandIn } from "./twilio.ts";
