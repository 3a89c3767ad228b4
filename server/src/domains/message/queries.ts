/** Every statement about records of messages, and about the development inbox. */
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { expiryOf, type JobMessage, type MessageRecord, type MessageState } from "./record.ts";

type Reading = Pick<Ctx, "store" | "instanceId">;

interface Found {
  readonly id: string;
  readonly user_id: string;
  readonly org_id: string;
  readonly type: MessageRecord["type"];
  readonly channel: MessageRecord["channel"];
  readonly state: MessageState;
  readonly attempts: number;
  readonly provider_id: string | null;
  readonly answer: string | null;
  readonly verification_id: string | null;
  readonly resend_of: string | null;
  readonly asked_at: Date;
  readonly expires_at: Date | null;
  readonly created_at: Date;
  readonly changed_at: Date;
}

const columns = sql`m.id, m.user_id, m.org_id, m.type, m.channel, m.state, m.attempts, m.provider_id, m.answer,
  m.verification_id, m.resend_of, m.asked_at, m.expires_at, m.created_at, m.changed_at`;

const recordOf = (row: Found): MessageRecord => ({
  id: row.id,
  userId: row.user_id,
  orgId: row.org_id,
  type: row.type,
  channel: row.channel,
  state: row.state,
  attempts: row.attempts,
  providerId: row.provider_id ?? undefined,
  answer: row.answer ?? undefined,
  verificationId: row.verification_id ?? undefined,
  resendOf: row.resend_of ?? undefined,
  askedAt: row.asked_at,
  expiresAt: row.expires_at ?? undefined,
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

/** Notes that an attempt begins. @returns the record as it is; one that was sent before is left as it was */
export async function beginMessage(ctx: Reading, id: string, message: JobMessage): Promise<MessageRecord> {
  const rows = await ctx.store.query<Found>(sql`
    insert into messages as m (instance_id, id, user_id, org_id, type, channel, state, attempts, resend_of, payload,
      asked_at, expires_at)
    values (${ctx.instanceId}, ${id}, ${message.userId}, ${message.orgId}, ${message.type}, ${message.channel}, 'sending',
      1, ${message.resendOf ?? null}, ${message}, ${message.askedAt}, ${expiryOf(message) ?? null})
    on conflict (instance_id, id) do update set
      state = case when m.state = 'sent' then m.state else 'sending' end,
      attempts = case when m.state = 'sent' then m.attempts else m.attempts + 1 end,
      changed_at = case when m.state = 'sent' then m.changed_at else now() end
    returning ${columns}`);
  const [row] = rows;
  if (row === undefined) throw new Error("a message was not recorded");
  return recordOf(row);
}

/** From there a message never goes out, nor again by another: who they were for, and the code, need not be kept. */
const dead: readonly MessageState[] = ["expired", "obsolete"];

/** How an attempt ended. What is not given stays as it was. */
export interface MessageEnd {
  readonly state: MessageState;
  /** null for none: the one that was tried before had no part in it. */
  readonly providerId?: string | null;
  readonly answer?: string;
  readonly verificationId?: string;
}

export const endMessage = (
  ctx: Reading,
  id: string,
  { state, providerId, answer, verificationId }: MessageEnd,
): Promise<unknown> =>
  ctx.store.query(sql`
    update messages set state = ${state},
      provider_id = case when ${providerId === null} then null else coalesce(${providerId ?? null}, provider_id) end,
      answer = coalesce(${answer ?? null}, answer),
      verification_id = coalesce(${verificationId ?? null}, verification_id), changed_at = now(),
      payload = case when ${dead.includes(state)} then payload - 'to' - 'code' else payload end
    where instance_id = ${ctx.instanceId} and id = ${id}`);

/** Notes that an attempt broke off before it had an end of its own. */
export const interruptMessage = (ctx: Reading, id: string, state: "retrying" | "failed"): Promise<unknown> =>
  ctx.store.query(sql`
    update messages set state = ${state}, changed_at = now()
    where instance_id = ${ctx.instanceId} and id = ${id} and state = 'sending'`);

/** Which records are wanted. */
export interface MessageFilter {
  readonly userId?: string;
  readonly state?: MessageState;
  readonly channel?: MessageRecord["channel"];
}

/** Newest first, with how many there are in all. */
export async function listMessages(
  ctx: Reading,
  { userId, state, channel }: MessageFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly total: number; readonly records: readonly MessageRecord[] }> {
  const conditions: readonly Sql[] = [
    sql`m.instance_id = ${ctx.instanceId}`,
    ...(userId === undefined ? [] : [sql`m.user_id = ${userId}`]),
    ...(state === undefined ? [] : [sql`m.state = ${state}`]),
    ...(channel === undefined ? [] : [sql`m.channel = ${channel}`]),
  ];
  const where = join(conditions, " and ", "true");
  const [rows, counted] = await Promise.all([
    ctx.store.query<Found>(sql`
      select ${columns} from messages m where ${where}
      order by m.created_at desc, m.id desc limit ${limit} offset ${offset}`),
    ctx.store.query<{ total: number }>(sql`select count(*)::int as total from messages m where ${where}`),
  ]);
  return { total: counted[0]?.total ?? 0, records: rows.map(recordOf) };
}

/** A record with what was to be sent. */
export interface KeptMessage {
  readonly record: MessageRecord;
  readonly payload: JobMessage;
}

export async function messageById(ctx: Reading, id: string): Promise<KeptMessage | undefined> {
  const [row] = await ctx.store.query<Found & { payload: JobMessage }>(sql`
    select ${columns}, m.payload from messages m where m.instance_id = ${ctx.instanceId} and m.id = ${id}`);
  return row && { record: recordOf(row), payload: row.payload };
}

/** Messages of a channel that nobody was there to send, oldest first. */
export async function waitingMessages(
  ctx: Reading,
  channel: MessageRecord["channel"],
  limit: number,
): Promise<readonly { readonly id: string; readonly payload: JobMessage }[]> {
  return ctx.store.query(sql`
    select m.id, m.payload from messages m
    where m.instance_id = ${ctx.instanceId} and m.channel = ${channel} and m.state = 'no_provider'
    order by m.created_at limit ${limit}`);
}

/** Those are on their way again; one that was sent meanwhile is left as it is. */
export const markWoken = (ctx: Reading, ids: readonly string[]): Promise<unknown> =>
  ctx.store.query(sql`
    update messages set state = 'retrying', changed_at = now()
    where instance_id = ${ctx.instanceId} and id = any(${ids}::text[]) and state = 'no_provider'`);

/** Records per statement: short, so that nobody waits for it. */
const forgetChunk = 1_000;

/** Records of all instances have their time too. @returns how many were forgotten; `limit` or more when some are left */
export async function forgetMessages(
  store: Pick<Ctx["store"], "query">,
  before: Date,
  limit: number,
): Promise<number> {
  let total = 0;
  for (let gone = forgetChunk; gone === forgetChunk && total < limit; total += gone)
    gone = (
      await store.query(sql`
        delete from messages where ctid = any(array(
          select ctid from messages where created_at < ${before}
          order by created_at limit ${forgetChunk} for update skip locked))
        returning 1 as gone`)
    ).length;
  return total;
}

/** Forgets all that was sent to a user, with what development kept of it. */
export async function forgetMessagesOf(ctx: Reading, userId: string): Promise<void> {
  const { store, instanceId } = ctx;
  await store.query(sql`delete from messages where instance_id = ${instanceId} and user_id = ${userId}`);
  await store.query(sql`delete from dev_inbox where instance_id = ${instanceId} and user_id = ${userId}`);
}
