import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Job } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** What people are told by mail or SMS; each has texts of its own. */
export type MessageType =
  | "init"
  | "password_reset"
  | "verify_email"
  | "verify_phone"
  | "verify_sms_otp"
  | "verify_email_otp"
  | "domain_claimed"
  | "passwordless_registration"
  | "password_change"
  | "invite_user";

/** What its texts and its link may name beside what is known of the user when it is sent. */
export interface MessageArgs {
  /** Of a passkey registration or an OTP that the code belongs to. */
  readonly codeId?: string;
  readonly sessionId?: string;
  readonly authRequestId?: string;
  /** The name of the application that somebody is invited to. */
  readonly applicationName?: string;
  /** Under which somebody must log in from now on. */
  readonly tempUserName?: string;
  /** The domain that another organization proved. */
  readonly domain?: string;
  /** Seconds for which the code is good. */
  readonly expirySeconds?: number;
}

/** A message as its job carries it: nothing in it can be read without the master key. */
export interface Message {
  readonly type: MessageType;
  readonly channel: "email" | "sms";
  readonly userId: string;
  /** The organization whose texts and branding are taken. */
  readonly orgId: string;
  /** The address or number, sealed for "message": where it goes was settled when it was asked for. */
  readonly to: Sealed;
  /** The code as it stands in the event, sealed for "otp"; none where the message has none. */
  readonly code?: Sealed;
  /** Where the link leads, instead of our own pages; a template of the caller's. */
  readonly urlTemplate?: string;
  /** The public origin of the request that caused it, for links and the name of the host. */
  readonly origin: string;
  /** When it was asked for, RFC 3339: the code is good from then on. */
  readonly askedAt: string;
  readonly args?: MessageArgs;
}

export const messageTask = "message";

/** A message to send, in the unit that causes it: it goes out when, and only when, the unit is stored. */
export function messageJob(
  ctx: Pick<Ctx, "secrets" | "origin" | "now">,
  { to, ...message }: Omit<Message, "to" | "origin" | "askedAt"> & { readonly to: string },
): Job {
  const payload: Message = {
    ...message,
    to: ctx.secrets.seal("message", to),
    origin: ctx.origin,
    askedAt: ctx.now.toISOString(),
  };
  return { task: messageTask, payload };
}
