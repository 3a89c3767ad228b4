/** The development inbox: messages that nobody is set up to send, kept on a machine that nobody else reaches. */
import { sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

type Reading = Pick<Ctx, "store" | "instanceId">;

export interface InboxMessage {
  readonly id: string;
  readonly channel: "email" | "sms";
  readonly to: string;
  /** Empty for SMS. */
  readonly subject: string;
  readonly text: string;
  /** Empty for SMS. */
  readonly html: string;
  readonly keptAt: Date;
}

/** Messages of one instance; the oldest go. */
const maxKept = 200;

/** Keeps a message; once, also when it comes twice. */
export async function keepInInbox(
  { store, instanceId }: Reading,
  messageId: string,
  userId: string,
  { channel, to, subject, text, html }: Omit<InboxMessage, "id" | "keptAt">,
): Promise<void> {
  await store.query(sql`
    insert into dev_inbox (instance_id, message_id, user_id, channel, recipient, subject, text, html)
    values (${instanceId}, ${messageId}, ${userId}, ${channel}, ${to}, ${subject}, ${text}, ${html})
    on conflict do nothing`);
  await store.query(sql`
    delete from dev_inbox where instance_id = ${instanceId} and id <= (
      select id from dev_inbox where instance_id = ${instanceId} order by id desc offset ${maxKept} limit 1)`);
}

/** Newest first. */
export const inboxMessages = ({ store, instanceId }: Reading): Promise<readonly InboxMessage[]> =>
  store.query<InboxMessage>(sql`
    select i.id::text, channel, recipient as "to", subject, text, html, kept_at as "keptAt" from dev_inbox i
    where instance_id = ${instanceId} order by i.id desc limit ${maxKept}`);
