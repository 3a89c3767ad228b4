import type { MessageType } from "#src/domains/message/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { CodeSent, UserEvent } from "../events.ts";
import { User } from "../state.ts";

/** The event that says that a message about a user's account went out; others are told of elsewhere. */
function sentEvent(type: MessageType, sent: CodeSent | null): UserEvent | undefined {
  switch (type) {
    case "init":
      return { type: "user.human.initialization.code.sent", payload: null };
    case "verify_email":
      return { type: "user.human.email.code.sent", payload: null };
    case "verify_phone":
      return { type: "user.human.phone.code.sent", payload: sent };
    case "password_reset":
      return { type: "user.human.password.code.sent", payload: sent };
    case "password_change":
      return { type: "user.human.password.change.sent", payload: null };
    case "domain_claimed":
      return { type: "user.domain.claimed.sent", payload: null };
    case "invite_user":
      return { type: "user.human.invite.code.sent", payload: null };
    default:
      return undefined;
  }
}

/**
 * Records that a message went out; nothing for a user who is gone meanwhile, and for messages that others record.
 * @param sent under which number a provider that checks codes itself knows this one
 */
export async function recordSent(
  ctx: Ctx,
  userId: string,
  type: MessageType,
  sent: CodeSent | null = null,
): Promise<void> {
  const event = sentEvent(type, sent);
  if (event === undefined) return;
  await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => [user === undefined ? [] : [event]]);
}
