import type { Message } from "./job.ts";

/**
 * Where a message stands. "retrying": it failed and is tried again; "no_provider": nobody is set up to send it, it
 * goes out once somebody is; "refused": the recipient does not exist or takes nothing; "expired": its code was not good
 * any more; "failed": given up after many attempts; "obsolete": whom it was for is gone.
 */
export const messageStates = [
  "sending",
  "sent",
  "retrying",
  "no_provider",
  "refused",
  "expired",
  "failed",
  "obsolete",
] as const;
export type MessageState = (typeof messageStates)[number];

/** A message as people who look after deliveries see it: not where it went, and not what it said. */
export interface MessageRecord {
  readonly id: string;
  readonly userId: string;
  readonly orgId: string;
  readonly type: Message["type"];
  readonly channel: Message["channel"];
  readonly state: MessageState;
  readonly attempts: number;
  /** Who took it, or was asked last. */
  readonly providerId: string | undefined;
  /** The server's last words. */
  readonly answer: string | undefined;
  /** Of a check that the provider makes itself. */
  readonly verificationId: string | undefined;
  /** The message that somebody had sent again by this one. */
  readonly resendOf: string | undefined;
  readonly askedAt: Date;
  readonly expiresAt: Date | undefined;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** A message's payload in its job: with its id once it has one, so that it keeps it over jobs. */
export interface JobMessage extends Message {
  readonly id?: string;
  readonly resendOf?: string;
}

/** When its code is not good any more; undefined where it is for ever. */
export function expiryOf({ askedAt, args }: Pick<Message, "askedAt" | "args">): Date | undefined {
  const seconds = args?.expirySeconds ?? 0;
  return seconds === 0 ? undefined : new Date(Date.parse(askedAt) + seconds * 1000);
}
