/** Hands a rendered message to the first provider that takes it. */
import { deliverMail, emailProviders } from "#src/domains/emailprovider/index.ts";
import type { Message } from "#src/domains/message/index.ts";
import type { Rendered } from "#src/domains/messagetext/index.ts";
import { deliverSms, smsProviders } from "#src/domains/smsprovider/index.ts";
import { type Delivered, DeliveryFailed } from "#src/platform/delivery/index.ts";
import { messageIdOf } from "#src/platform/mail/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { causeOf } from "./message-sent.ts";

/** One provider, ready to be handed the message. */
export interface Way {
  readonly providerId: string;
  /** @throws DeliveryFailed */
  deliver(): Promise<Delivered>;
}

const lowered = (name: string): string =>
  /^[A-Z]+$/.test(name) ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);

/** What web hooks are told. Names as in the contract's messages: `{{.DisplayName}}` is displayName. */
function hookOf(message: Message, rendered: Rendered) {
  const { fields, vars, url } = rendered;
  const args = Object.fromEntries(Object.entries(vars).map(([name, value]) => [lowered(name), value]));
  const loginNames = (vars["LoginNames"] ?? "").split(/[,\s]+/).filter((name) => name !== "");
  return {
    eventType: causeOf(message),
    templateData: { ...fields, ...(url === undefined ? {} : { url }) },
    args: { ...args, loginNames },
  };
}

/** The ways in which it can go, in the order in which they are tried. @param id the record's: the same at every attempt */
export async function waysFor(
  ctx: Ctx,
  id: string,
  message: Message,
  rendered: Rendered,
): Promise<readonly Way[]> {
  const hook = hookOf(message, rendered);
  const messageId = messageIdOf(`${ctx.instanceId}.${id}`, new URL(message.origin).hostname);
  const { to, text } = rendered;
  if (rendered.channel === "email") {
    const mail = { to, text, subject: rendered.subject, html: rendered.html, messageId, hook };
    const rows = await emailProviders(ctx);
    return rows.map((row) => ({ providerId: row.entityId, deliver: () => deliverMail(ctx, row, mail) }));
  }
  const isCheck = message.code === undefined;
  const sms = { to, text, isCheck, deliveryId: messageId, hook };
  const rows = await smsProviders(ctx, isCheck);
  return rows.map((row) => ({ providerId: row.entityId, deliver: () => deliverSms(ctx, row, sms) }));
}

/** Taken by one, refused for good, or taken by none at the moment. */
export type Delivery =
  | { readonly kind: "sent"; readonly providerId: string; readonly delivered: Delivered }
  | { readonly kind: "refused" | "failed"; readonly providerId: string; readonly answer: string };

/** Tries one way after another. What a recipient does not take, nobody else is asked to send. */
export async function deliverByFirst(ways: readonly [Way, ...Way[]]): Promise<Delivery> {
  const answers: string[] = [];
  for (const { providerId, deliver } of ways) {
    try {
      return { kind: "sent", providerId, delivered: await deliver() };
    } catch (error) {
      if (!(error instanceof DeliveryFailed)) throw error;
      if (error.blame === "recipient") return { kind: "refused", providerId, answer: error.answer };
      answers.push(error.answer);
    }
  }
  const last = ways.at(-1) ?? ways[0];
  return { kind: "failed", providerId: last.providerId, answer: answers.join(" · ") };
}
