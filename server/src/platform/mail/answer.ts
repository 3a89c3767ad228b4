/** What a mail server's refusal means. */
import { DeliveryFailed, shownAnswer } from "#src/platform/delivery/index.ts";

/** What errors of the mail library say beside their text. */
interface MailError {
  readonly code: string;
  readonly command: string;
  /** The whole answer, such as `550 5.1.1 no such user`. */
  readonly response: string;
  readonly responseCode: number;
}

const textOf = (error: object, name: string): string => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : "";
};

const factsOf = (error: Error): MailError => {
  const status: unknown = Reflect.get(error, "responseCode");
  return {
    code: textOf(error, "code"),
    command: textOf(error, "command"),
    response: textOf(error, "response"),
    responseCode: typeof status === "number" ? status : 0,
  };
};

/**
 * Whether a refusal of RCPT TO is about the recipient and for good. Servers also refuse here who may not send through
 * them (5.7.x, "relaying denied"), which is the provider's fault.
 */
function isAboutRecipient({ command, response, responseCode }: MailError): boolean {
  if (command !== "RCPT TO" || responseCode < 500 || responseCode > 599) return false;
  const [, subject] = /\b5\.(\d{1,3})\.\d{1,3}\b/.exec(response) ?? [];
  if (subject !== undefined) return subject === "1" || subject === "2";
  return [550, 551, 552, 553].includes(responseCode) && !/relay|authenti|denied|blocked/i.test(response);
}

/** The failure that a send ended in. */
export function explain(error: unknown): DeliveryFailed {
  if (!(error instanceof Error)) return new DeliveryFailed("provider", "the mail server did not take it");
  const facts = factsOf(error);
  const invalidRecipient = facts.code === "EENVELOPE" && /invalid recipient/i.test(error.message);
  const blame = isAboutRecipient(facts) || invalidRecipient ? "recipient" : "provider";
  return new DeliveryFailed(blame, shownAnswer(facts.response || plainly(facts.code, error.message)), error);
}

const plainly = (code: string, message: string): string =>
  code === "ETIMEDOUT" ? `no answer in time: ${message}` : message;

/** Whether TLS from the first byte on failed because the server began in clear text. */
export function speaksPlainly(error: unknown): boolean {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if (/wrong version number|packet length too long|unknown protocol|http request/i.test(inner.message))
      return true;
  }
  return false;
}
