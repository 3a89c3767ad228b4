import { precondition, required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { messageTask } from "./job.ts";
import { withinMessageLimits } from "./limits.ts";
import { markWoken, messageById, waitingMessages } from "./queries.ts";
import { expiryOf, type JobMessage, type MessageRecord } from "./record.ts";

/** Puts messages into the queue; they go out when this is stored. */
const enqueue = (ctx: Pick<Ctx, "store" | "instanceId" | "creator">, messages: readonly JobMessage[]) =>
  ctx.store.execute(ctx, [], () => [], {
    jobs: () => messages.map((payload) => ({ task: messageTask, payload })),
  });

/**
 * Sends a message again, as a new one with a record of its own.
 * @returns the new one's id; the record is there as soon as it is being sent
 * @throws not_found; failed_precondition while it is on its way, or when its user is gone or its code not good any more
 */
export async function resendMessage(ctx: Ctx, id: string): Promise<string> {
  const kept = required(await messageById(ctx, id), "MESSAGE-Re1nf", "Errors.Message.NotFound");
  const { state, userId } = kept.record;
  if (state === "sending" || state === "retrying" || state === "no_provider")
    throw precondition("MESSAGE-Re2wa", "Errors.Message.Waiting");
  if (state === "obsolete") throw precondition("MESSAGE-Re4go", "Errors.User.NotFound");
  const expiry = expiryOf(kept.payload);
  if (state === "expired" || (expiry !== undefined && expiry <= ctx.now))
    throw precondition("MESSAGE-Re3ex", "Errors.Message.Expired");
  const { id: _id, ...message } = kept.payload;
  const to = ctx.secrets.open("message", message.to).toString();
  const again = { ...message, id: ctx.newId(), resendOf: id };
  await withinMessageLimits(ctx, [{ to, userId }], () => enqueue(ctx, [again]));
  return again.id;
}

/**
 * Sends what waited for a provider, so many at most. Queued first, then marked: whoever dies in between leaves a
 * second job, which finds the message sent.
 * @returns how many there were
 */
export async function wakeMessages(
  ctx: Pick<Ctx, "store" | "instanceId" | "creator">,
  channel: MessageRecord["channel"],
  limit: number,
): Promise<number> {
  const waiting = await waitingMessages(ctx, channel, limit);
  if (waiting.length === 0) return 0;
  await enqueue(
    ctx,
    waiting.map(({ id, payload }) => ({ ...payload, id })),
  );
  await markWoken(
    ctx,
    waiting.map(({ id }) => id),
  );
  return waiting.length;
}
