/** Twilio as its API reference has it: messages, and checks of numbers by Verify. Requests are held to it. */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface CaughtSms {
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

export interface TwilioStandIn {
  readonly sid: string;
  readonly token: string;
  /** SID of a messaging service or of a Verify service, which this account has. */
  readonly verifyService: string;
  readonly messages: CaughtSms[];
  /** Numbers that codes were sent to by Verify. */
  readonly checks: { readonly id: string; readonly to: string; wrong: number; isOver: boolean }[];
  /** The code that Verify has for everybody. */
  readonly code: string;
  /** Answers instead, such as [400, 21211]: HTTP status and Twilio's code. */
  refuse: (to: string) => readonly [number, number] | undefined;
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

const hex = "0123456789abcdef".repeat(2);

/** What Verify allows of wrong entries. */
const maxWrong = 5;

/** To be put behind api.twilio.com and verify.twilio.com. */
export function twilioStandIn(): TwilioStandIn {
  const twilio: TwilioStandIn = {
    sid: `AC${hex}`,
    token: "the-auth-token",
    verifyService: `VA${hex}`,
    messages: [],
    checks: [],
    code: "424242",
    refuse: () => undefined,
    answer: (request, response) => void answerAsTwilio(twilio, request, response),
  };
  return twilio;
}

interface Answer {
  readonly status: number;
  readonly json: object;
}

const failure = (status: number, code: number, message: string): Answer => ({
  status,
  json: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

export async function answerAsTwilio(
  twilio: TwilioStandIn,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  const { status, json } = answerTo(twilio, request, new URLSearchParams(Buffer.concat(pieces).toString()));
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}

function answerTo(twilio: TwilioStandIn, request: IncomingMessage, form: URLSearchParams): Answer {
  const { sid, token, verifyService } = twilio;
  const { host = "", authorization } = request.headers;
  const place = `${request.method} ${host.split(":")[0]}${request.url}`;
  if (authorization !== `Basic ${Buffer.from(`${sid}:${token}`).toString("base64")}`)
    return failure(401, 20003, "Authenticate");
  if (request.headers["content-type"] !== "application/x-www-form-urlencoded")
    return failure(415, 20007, "Unsupported media type");
  const verify = `POST verify.twilio.com/v2/Services/${verifyService}`;
  if (place === `POST api.twilio.com/2010-04-01/Accounts/${sid}/Messages.json`) return message(twilio, form);
  if (place === `${verify}/Verifications`) return verification(twilio, form);
  if (place === `${verify}/VerificationCheck`) return check(twilio, form);
  return failure(404, 20404, `The requested resource ${request.url} was not found`);
}

const isNumber = (to: string): boolean => /^\+[1-9]\d{5,14}$/.test(to);

function message(twilio: TwilioStandIn, form: URLSearchParams): Answer {
  const to = form.get("To") ?? "";
  const from = form.get("From") ?? form.get("MessagingServiceSid") ?? "";
  const body = form.get("Body") ?? "";
  const refused = twilio.refuse(to);
  if (refused !== undefined) return failure(...refused, `refused: ${to}`);
  if (!isNumber(to)) return failure(400, 21211, `Invalid 'To' Phone Number: ${to}`);
  if (from === "") return failure(400, 21603, "A 'From' phone number is required");
  if (body === "") return failure(400, 21602, "Message body is required");
  twilio.messages.push({ to, from, body });
  const id = `SM${String(twilio.messages.length).padStart(32, "0")}`;
  return {
    status: 201,
    json: { sid: id, account_sid: twilio.sid, to, from, body, status: "queued", error_code: null },
  };
}

function verification(twilio: TwilioStandIn, form: URLSearchParams): Answer {
  const to = form.get("To") ?? "";
  const refused = twilio.refuse(to);
  if (refused !== undefined) return failure(...refused, `refused: ${to}`);
  if (!isNumber(to)) return failure(400, 60200, `Invalid parameter \`To\`: ${to}`);
  if (form.get("Channel") !== "sms") return failure(400, 60200, "Invalid parameter `Channel`");
  const id = `VE${String(twilio.checks.length + 1).padStart(32, "0")}`;
  twilio.checks.push({ id, to, wrong: 0, isOver: false });
  return {
    status: 201,
    json: { sid: id, service_sid: twilio.verifyService, to, channel: "sms", status: "pending" },
  };
}

function check(twilio: TwilioStandIn, form: URLSearchParams): Answer {
  const id = form.get("VerificationSid");
  const found = twilio.checks.find((each) => each.id === id);
  // Approved, expired and guessed at too often: deleted there.
  if (found === undefined || found.isOver) return failure(404, 20404, "The requested resource was not found");
  if (found.wrong >= maxWrong) return failure(429, 60202, "Max check attempts reached");
  const isRight = form.get("Code") === twilio.code;
  if (isRight) found.isOver = true;
  else found.wrong += 1;
  return {
    status: 200,
    json: { sid: id, to: found.to, channel: "sms", status: isRight ? "approved" : "pending", valid: isRight },
  };
}
