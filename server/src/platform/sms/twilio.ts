/** Twilio: messages (Programmable Messaging) and checks of numbers (Verify v2), as their API reference has them. */
import { type Delivered, DeliveryFailed, shownAnswer, unanswered } from "#src/platform/delivery/index.ts";
import type { Got, Outbound } from "#src/platform/outbound/index.ts";

export interface TwilioAccount {
  /** Account SID, AC… */
  readonly sid: string;
  /** Auth token. */
  readonly token: string;
}

const limits = { maxBytes: 64 * 1024, timeoutMs: 10_000 };

/**
 * Error codes that say that this number gets nothing: not a number, not one that gets SMS, or its owner has stopped
 * messages.
 */
const recipientCodes: ReadonlySet<number> = new Set([
  21211, 21214, 21217, 21219, 21401, 21407, 21421, 21610, 21614, 60200, 60205,
]);

/**
 * Sends a text. @param from a number, an alphanumeric sender, or the SID (MG…) of a messaging service
 * @throws DeliveryFailed
 */
export async function sendTwilioMessage(
  outbound: Pick<Outbound, "call">,
  account: TwilioAccount,
  { from, to, text }: { readonly from: string; readonly to: string; readonly text: string },
): Promise<Delivered> {
  const url = `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(account.sid)}/Messages.json`;
  const sender = /^MG[0-9a-f]{32}$/.test(from) ? { MessagingServiceSid: from } : { From: from };
  const answer = await ask(outbound, account, url, { To: to, ...sender, Body: text });
  return { answer: `${answer.status} ${fieldOf(answer, "status")} ${fieldOf(answer, "sid")}`.trim() };
}

/** Lets Twilio make a code and send it. @param service SID (VA…) of the Verify service. @throws DeliveryFailed */
export async function startTwilioCheck(
  outbound: Pick<Outbound, "call">,
  account: TwilioAccount,
  { service, to }: { readonly service: string; readonly to: string },
): Promise<Delivered & { readonly verificationId: string }> {
  const answer = await ask(outbound, account, verifyUrl(service, "Verifications"), {
    To: to,
    Channel: "sms",
  });
  const verificationId = fieldOf(answer, "sid");
  if (verificationId === "") throw new DeliveryFailed("provider", "the answer has no id of the check");
  return { answer: `${answer.status} ${fieldOf(answer, "status")} ${verificationId}`, verificationId };
}

/**
 * Whether a code is the one that was sent in that check. One that has expired, was used or was guessed at too often
 * is not known there any more: then none is.
 * @throws DeliveryFailed when Twilio cannot say
 */
export async function isTwilioCode(
  outbound: Pick<Outbound, "call">,
  account: TwilioAccount,
  check: { readonly service: string; readonly verificationId: string; readonly code: string },
): Promise<boolean> {
  const { service, verificationId, code } = check;
  const answer = await post(outbound, account, verifyUrl(service, "VerificationCheck"), {
    VerificationSid: verificationId,
    Code: code,
  });
  // 60202: too many wrong ones. 60200: not the shape of a code.
  if (answer.status === 404 || [60200, 60202].includes(codeOf(answer))) return false;
  requireTaken(answer);
  return fieldOf(answer, "status") === "approved";
}

const verifyUrl = (service: string, what: string): string =>
  `https://verify.twilio.com/v2/Services/${encodeURIComponent(service)}/${what}`;

type Form = Readonly<Record<string, string>>;

async function ask(
  outbound: Pick<Outbound, "call">,
  account: TwilioAccount,
  url: string,
  form: Form,
): Promise<Got> {
  const answer = await post(outbound, account, url, form);
  requireTaken(answer);
  return answer;
}

async function post(
  outbound: Pick<Outbound, "call">,
  { sid, token }: TwilioAccount,
  url: string,
  form: Form,
): Promise<Got> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString("base64")}`,
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  };
  const sent = { headers, body: new URLSearchParams(form).toString() };
  return outbound.call(new URL(url), sent, limits).catch((error: unknown) => {
    throw unanswered(error);
  });
}

function requireTaken(answer: Got): void {
  if (answer.status >= 200 && answer.status <= 299) return;
  const code = codeOf(answer);
  const text = `${answer.status} ${code || ""} ${fieldOf(answer, "message")}`;
  throw new DeliveryFailed(recipientCodes.has(code) ? "recipient" : "provider", shownAnswer(text));
}

function jsonOf({ body }: Got): object {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null ? json : {};
  } catch {
    return {};
  }
}

function fieldOf(answer: Got, name: string): string {
  const value: unknown = Reflect.get(jsonOf(answer), name);
  return typeof value === "string" ? value : "";
}

function codeOf(answer: Got): number {
  const value: unknown = Reflect.get(jsonOf(answer), "code");
  return typeof value === "number" ? value : 0;
}
