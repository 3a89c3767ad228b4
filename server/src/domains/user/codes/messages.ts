/** What people are told of codes and of changes to their account. */
import { type MessageArgs, type MessageType, messageJob, type Wanted } from "#src/domains/message/index.ts";
import { effectiveNotificationPolicy } from "#src/domains/notificationpolicy/index.ts";
import type { Job } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserState } from "../state.ts";
import type { Code } from "./make-code.ts";

/** Whose message it is, and where it goes. */
export interface Recipient {
  readonly userId: string;
  readonly orgId: string;
  readonly channel: "email" | "sms";
  readonly to: string;
}

const nanosPerSecond = 1_000_000_000;

/** The message with a code, in the unit that records it; none for a code that was handed to the caller. */
export function codeMessage(
  ctx: Pick<Ctx, "secrets" | "origin" | "now">,
  type: MessageType,
  recipient: Recipient,
  { event, returned }: Code,
  args: MessageArgs = {},
): readonly Job[] {
  if (returned !== undefined || recipient.to === "") return [];
  const { code, expiry, url_template: urlTemplate } = event;
  const expirySeconds = expiry / nanosPerSecond;
  return [
    messageJob(ctx, {
      type,
      ...recipient,
      ...(code === undefined ? {} : { code }),
      ...(urlTemplate === undefined ? {} : { urlTemplate }),
      args: { ...args, ...(expirySeconds > 0 ? { expirySeconds } : {}) },
    }),
  ];
}

/** What such a message counts against; nothing for a code that was handed out. */
export const countedMessage = (code: Code | undefined, to: string, userId?: string): readonly Wanted[] =>
  code === undefined || code.returned !== undefined || to === "" ? [] : [{ to, userId }];

/**
 * Tells people that their password was changed, where their organization's policy says so. Read before the unit:
 * whoever changes the policy at that moment may be late.
 */
export async function passwordChangeMessage(
  ctx: Ctx,
  userId: string,
  orgId: string,
): Promise<(user: UserState | undefined) => readonly Job[]> {
  const { passwordChange } = await effectiveNotificationPolicy(ctx, orgId);
  return (user) =>
    passwordChange && user?.kind === "human" && user.human.email !== ""
      ? [messageJob(ctx, { type: "password_change", channel: "email", userId, orgId, to: user.human.email })]
      : [];
}
