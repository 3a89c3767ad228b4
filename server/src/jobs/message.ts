/** Sends what people are told by mail and SMS, and keeps a record of each. */
import {
  beginMessage,
  endMessage,
  expiryOf,
  interruptMessage,
  type JobMessage,
  keepInInbox,
  type MessageRecord,
  wakeMessages,
} from "#src/domains/message/index.ts";
import { type Rendered, renderMessage } from "#src/domains/messagetext/index.ts";
import { DeliveryFailed } from "#src/platform/delivery/index.ts";
import type { TakenJob, Tasks } from "#src/platform/queue/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type ContextFor, textOf } from "./job.ts";
import { type Delivery, deliverByFirst, type Way, waysFor } from "./message-delivery.ts";
import { recordSent } from "./message-sent.ts";

export interface Messaging {
  readonly contextFor: ContextFor;
  /** Messages that nobody is set up to send are kept where developers read them. Never where others reach the service. */
  readonly keepsInInbox: boolean;
  /** Hears that a message waits until somebody is set up to send it. */
  readonly onWaiting: (waiting: { readonly instanceId: string; readonly channel: string }) => void;
}

/** Attempts until a message is given up; with the pauses between them about two hours. */
export const messageAttempts = 13;

/** Messages woken in one run, so that others have their turn. */
const chunk = 100;

/** What a job carries. @throws Error when it is of another shape */
function messageOf({ payload }: TakenJob): JobMessage {
  const isMessage =
    typeof payload === "object" &&
    payload !== null &&
    ["type", "channel", "userId", "orgId", "to", "origin", "askedAt"].every((name) => name in payload);
  if (!isMessage) throw new Error("the job carries no message");
  // Written by `messageJob`, of this version or an older one.
  return payload as JobMessage;
}

export const messaging = (options: Messaging): Tasks => ({
  message: {
    maxAttempts: messageAttempts,
    async run(job) {
      const message = messageOf(job);
      const ctx = { ...options.contextFor(job.instanceId), origin: message.origin, creator: "NOTIFICATION" };
      const numbered = { ...message, id: message.id ?? job.id };
      const isLast = job.attempt >= messageAttempts;
      try {
        await send(options, ctx, numbered, isLast);
        return "done";
      } catch (error) {
        await interruptMessage(ctx, numbered.id, isLast ? "failed" : "retrying");
        throw error;
      }
    },
  },
  "message.waiting": {
    async run(job) {
      const channel = textOf(job, "channel") === "sms" ? "sms" : "email";
      const found = await wakeMessages(options.contextFor(job.instanceId), channel, chunk);
      return found >= chunk ? "again" : "done";
    },
  },
});

type Numbered = JobMessage & { readonly id: string };

async function send(options: Messaging, ctx: Ctx, message: Numbered, isLast: boolean): Promise<void> {
  const record = await beginMessage(ctx, message.id, message);
  // It went out, and whoever sent it could not say so in the history any more.
  if (record.state === "sent") return noteSent(ctx, message, record);
  const expiry = expiryOf(message);
  if (expiry !== undefined && expiry <= ctx.now) return end(ctx, message, { state: "expired" });
  const rendered = await renderMessage(ctx, message);
  if (rendered === undefined) return end(ctx, message, { state: "obsolete" });
  const [first, ...others] = await waysFor(ctx, message.id, message, rendered);
  if (first === undefined) return withoutProvider(options, ctx, message, rendered);
  await deliver(ctx, message, rendered, [first, ...others], isLast);
}

const end = async (ctx: Ctx, { id }: Numbered, how: Parameters<typeof endMessage>[2]): Promise<void> => {
  await endMessage(ctx, id, how);
};

/** @throws Error for another attempt */
async function deliver(
  ctx: Ctx,
  message: Numbered,
  rendered: Rendered,
  ways: readonly [Way, ...Way[]],
  isLast: boolean,
): Promise<void> {
  const delivery = await deliverByFirst(ways);
  const { providerId } = delivery;
  if (delivery.kind === "sent") {
    const { answer, verificationId } = delivery.delivered;
    const shown = withoutRecipient(answer, rendered);
    const check = verificationId === undefined ? {} : { verificationId };
    await end(ctx, message, { state: "sent", providerId, answer: shown, ...check });
    return noteSent(ctx, message, { providerId, verificationId });
  }
  const answer = withoutRecipient(delivery.answer, rendered);
  await end(ctx, message, { state: stateAfter(delivery, isLast), providerId, answer });
  if (delivery.kind === "failed") throw new DeliveryFailed("provider", `a message was not taken: ${answer}`);
}

const stateAfter = ({ kind }: Delivery, isLast: boolean) =>
  kind === "refused" ? "refused" : isLast ? "failed" : "retrying";

/** Servers repeat whom they refuse, and hooks what they were told; records and logs are not the place for it. */
function withoutRecipient(answer: string, { to, code }: Rendered): string {
  const [local = to] = to.split("@");
  const hidden = [
    to,
    local.length > 2 ? `${local}@` : to,
    ...(code === undefined || code === "" ? [] : [code]),
  ];
  return hidden.reduce((text, word) => text.replaceAll(word, "…"), answer);
}

async function noteSent(
  ctx: Ctx,
  message: Numbered,
  { providerId, verificationId }: Pick<MessageRecord, "providerId" | "verificationId">,
): Promise<void> {
  const isCheck = verificationId !== undefined && providerId !== undefined;
  await recordSent(ctx, message, isCheck ? { id: providerId, verificationId } : undefined);
}

async function withoutProvider(
  { keepsInInbox, onWaiting, contextFor }: Messaging,
  ctx: Ctx,
  message: Numbered,
  rendered: Rendered,
): Promise<void> {
  if (keepsInInbox) {
    await keepInInbox(ctx, message.id, message.userId, { html: "", subject: "", ...inboxed(rendered) });
    await end(ctx, message, { state: "sent", providerId: null, answer: "kept in the development inbox" });
    return noteSent(ctx, message, { providerId: undefined, verificationId: undefined });
  }
  await end(ctx, message, {
    state: "no_provider",
    providerId: null,
    answer: `no ${message.channel} provider is active`,
  });
  onWaiting({ instanceId: ctx.instanceId, channel: message.channel });
  // One that was activated before the record was there has not found it.
  const later = { ...ctx, config: contextFor(ctx.instanceId).config };
  if ((await waysFor(later, message.id, message, rendered)).length > 0)
    await wakeMessages(ctx, message.channel, chunk);
}

function inboxed(rendered: Rendered) {
  const { channel, to, text } = rendered;
  return rendered.channel === "email"
    ? { channel, to, text, subject: rendered.subject, html: rendered.html }
    : { channel, to, text };
}
