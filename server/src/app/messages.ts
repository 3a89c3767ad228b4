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
import { invalid, required } from "#src/platform/failure/index.ts";
import { type Exchange, type Route, sendJson } from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { bearerOf, type FrameOptions, framedRoute, notAllowed, notFound, reads } from "./route-frame.ts";

const path = "/gatehouse/v1/messages";

export interface MessageRouteOptions extends FrameOptions {
  /** The context of whoever holds a token. @throws unauthenticated */
  readonly contextFor: (exchange: Exchange, token: string) => Promise<Ctx>;
}

/** Managers of the instance see all; who may see a user, that user's; sending again takes the right to write. */
export const messageRoute = (options: MessageRouteOptions): Route =>
  framedRoute(path, options, async (_req, res, exchange) => {
    res.setHeader("cache-control", "no-store");
    const ctx = await options.contextFor(exchange, bearerOf(exchange, "MESSAGE-To1ms"));
    const body = await answer(ctx, exchange);
    if (body !== undefined) return sendJson(exchange, res, 200, body);
    return isPlace(exchange.path) ? notAllowed(exchange, res) : notFound(exchange, res);
  });

/** Undefined where there is nothing, or not by that method. */
async function answer(ctx: Ctx, exchange: Exchange): Promise<object | undefined> {
  const [, id, verb] = exchange.path.slice(path.length).split("/");
  if (id === undefined && reads(exchange)) return list(ctx, new URLSearchParams(exchange.query));
  if (id !== undefined && verb === undefined && reads(exchange))
    return { message: shown(await requireMessage(ctx, id, "read")) };
  if (id !== undefined && verb === "resend" && exchange.method === "POST") {
    await requireMessage(ctx, id, "write");
    return { id: await resendMessage(ctx, id) };
  }
  return undefined;
}

function isPlace(asked: string): boolean {
  const [, id, verb, ...more] = asked.slice(path.length).split("/");
  return id === undefined || verb === undefined || (verb === "resend" && more.length === 0);
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
