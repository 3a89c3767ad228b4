/** `/gatehouse/v1/messages`: what became of mails and SMS, which the contract has no place for. */
import {
  listMessages,
  type MessageFilter,
  type MessageRecord,
  messageById,
  messageStates,
  resendMessage,
} from "#src/domains/message/index.ts";
import { userById } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import { invalid, required, unauthenticated } from "#src/platform/failure/index.ts";
import { applyApiCors, type Exchange, type Route, sendJson } from "#src/platform/http/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { restRefusal } from "#src/platform/rpc/index.ts";

const path = "/gatehouse/v1/messages";

export interface MessageRouteOptions {
  /** The context of whoever holds a token. @throws unauthenticated */
  readonly contextFor: (exchange: Exchange, token: string) => Promise<Ctx>;
  readonly translate: Translate;
  readonly report: (error: unknown, requestId: string) => void;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

/** Managers of the instance see all; who may see a user, that user's; sending again takes the right to write. */
export const messageRoute = ({ contextFor, translate, report }: MessageRouteOptions): Route => ({
  prefix: path,
  tenant: "checked",
  async handle(req, res, exchange) {
    if (applyApiCors(req, res, exchange)) return;
    res.setHeader("cache-control", "no-store");
    try {
      const token = /^Bearer +(\S+)$/i.exec(exchange.header("authorization") ?? "")?.[1];
      if (token === undefined) throw unauthenticated("MESSAGE-To1ms", "Errors.Token.Missing");
      const { status, body } = await answer(await contextFor(exchange, token), exchange);
      sendJson(exchange, res, status, body);
    } catch (error) {
      const refusal = restRefusal(error, exchange, translate);
      if (refusal.unexpected) report(error, exchange.requestId);
      sendJson(exchange, res, refusal.status, refusal.body);
    }
  },
});

async function answer(ctx: Ctx, { path: asked, method, query }: Exchange): Promise<Answer> {
  const [, id, verb] = asked.slice(path.length).split("/");
  const reads = method === "GET" || method === "HEAD";
  if (id === undefined && reads) return { status: 200, body: await list(ctx, new URLSearchParams(query)) };
  if (id !== undefined && verb === undefined && reads)
    return { status: 200, body: { message: shown(await requireMessage(ctx, id, "read")) } };
  if (id !== undefined && verb === "resend" && method === "POST") {
    await requireMessage(ctx, id, "write");
    return { status: 200, body: { id: await resendMessage(ctx, id) } };
  }
  const isKnown =
    id === undefined || verb === undefined || (verb === "resend" && asked.split("/").length === 6);
  return isKnown
    ? { status: 405, body: { code: 12, message: "Method Not Allowed", details: [] } }
    : { status: 404, body: { code: 5, message: "Not Found", details: [] } };
}

/** The record, if the caller may see it or have it sent again. @throws not_found, permission_denied */
async function requireMessage(ctx: Ctx, id: string, right: "read" | "write"): Promise<MessageRecord> {
  const kept = await messageById(ctx, id);
  // Who may see nothing hears no difference between what is there and what is not.
  await requireRight(ctx, kept?.record.userId ?? "", right);
  return required(kept?.record, "MESSAGE-Re5nf", "Errors.Message.NotFound");
}

/** Of a user who is gone, only the instance's managers. */
async function requireRight(ctx: Ctx, userId: string, right: "read" | "write"): Promise<void> {
  const user = userId === "" ? undefined : await userById(ctx, userId);
  if (user === undefined) await requirePermission(ctx, `iam.${right}`, { orgId: ctx.instanceId });
  else await requirePermission(ctx, `user.${right}`, { orgId: user.owner });
}

async function list(ctx: Ctx, query: URLSearchParams) {
  const userId = query.get("userId") ?? undefined;
  // The database takes no such character, and no id has one.
  if (userId?.includes("\0")) throw refuse("userId");
  await requireRight(ctx, userId ?? "", "read");
  const filter: MessageFilter = {
    ...(userId === undefined ? {} : { userId }),
    ...named(query, "state", messageStates),
    ...named(query, "channel", ["email", "sms"] as const),
  };
  const limit = numberIn(query, "limit", { fallback: 100, min: 1, max: 1000 });
  const offset = numberIn(query, "offset", { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
  const { total, records } = await listMessages(ctx, filter, { limit, offset });
  return { total, messages: records.map(shown) };
}

/** One of the allowed words under its name, where it was given. @throws invalid_argument */
function named<N extends string, const V extends string>(
  query: URLSearchParams,
  name: N,
  allowed: readonly V[],
): Readonly<Record<N, V>> | Readonly<Record<never, never>> {
  const given = query.get(name);
  if (given === null) return {};
  const value = allowed.find((one) => one === given);
  if (value === undefined) throw refuse(name);
  // One property of that name.
  return { [name]: value } as Record<N, V>;
}

function numberIn(
  query: URLSearchParams,
  name: string,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number {
  const given = query.get(name);
  if (given === null) return fallback;
  const value = Number(given);
  if (!/^\d{1,16}$/.test(given) || value < min || value > max) throw refuse(name);
  return value;
}

const refuse = (field: string) =>
  invalid("MESSAGE-Qu1ry", "Errors.Message.FilterInvalid", {
    field,
    values: { field },
  });

const shown = (record: MessageRecord) => ({
  id: record.id,
  type: record.type,
  channel: record.channel,
  state: record.state,
  attempts: record.attempts,
  userId: record.userId,
  organizationId: record.orgId,
  providerId: record.providerId,
  answer: record.answer,
  resendOf: record.resendOf,
  askedAt: record.askedAt,
  expiresAt: record.expiresAt,
  createdAt: record.createdAt,
  changedAt: record.changedAt,
});
