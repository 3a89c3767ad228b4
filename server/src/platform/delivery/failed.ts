/** What mail servers, SMS services and web hooks have in common: the ways in which they do not take a message. */
import { OutboundRefusal } from "#src/platform/outbound/index.ts";

/**
 * "recipient": there is nobody under that address or number, or they want nothing; trying again is no use.
 * "provider": the service did not take it, this time or at all; another may.
 */
export type Blame = "recipient" | "provider";

/** A message that was not taken. The answer is the server's own words, for people who look after deliveries. */
export class DeliveryFailed extends Error {
  override readonly name = "DeliveryFailed";
  readonly blame: Blame;
  readonly answer: string;

  constructor(blame: Blame, answer: string, cause?: unknown) {
    super(answer, cause === undefined ? undefined : { cause });
    this.blame = blame;
    this.answer = answer;
  }
}

/** What was taken. */
export interface Delivered {
  /** The server's last words. */
  readonly answer: string;
  /** Of a check that the service makes itself: by this id it is asked whether a code is right. */
  readonly verificationId?: string;
}

const reasons: Readonly<Record<OutboundRefusal["reason"], string>> = {
  denied: "the host leads to an address that is not allowed (setting outbound.denyList)",
  unresolved: "the host has no address",
  unreachable: "the host cannot be reached",
  redirected: "the host answers with a redirect",
  too_large: "the answer is too large",
  timeout: "no answer in time",
};

const maxAnswer = 500;

/** A text as a server sent it: one line, of a length that can be shown. */
export const shownAnswer = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- foreign words may hold anything
    .replace(/[\u0000-\u001f\u007f\s]+/g, " ")
    .trim()
    .slice(0, maxAnswer);

/** Whatever kept a call from being answered, as a failure of the provider. */
export function unanswered(error: unknown): DeliveryFailed {
  if (error instanceof DeliveryFailed) return error;
  if (error instanceof OutboundRefusal) return new DeliveryFailed("provider", reasons[error.reason], error);
  throw error;
}
