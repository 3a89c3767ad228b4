import { notOfGoneOrg } from "#src/domains/org/index.ts";
import { type Found, type Page, search, timestampFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { MachineKey, type MachineKeyState, Pat, type PatState } from "./credentials.ts";

type TimeArguments = [number, Parameters<typeof timestampFilter>[2]];

/** Conditions on lists of credentials: keys and tokens are rows of their user, with an id and an end. */
export const credentialFilters = {
  id: (id: string): Sql => sql`t.entity_id = ${id}`,
  user: (userId: string): Sql => sql`t.aggregate_id = ${userId}`,
  org: (orgId: string): Sql => sql`t.owner = ${orgId}`,
  created: (...args: TimeArguments): Sql => timestampFilter(sql`t.created_at`, ...args),
  expires: (...args: TimeArguments): Sql => timestampFilter(sql`t.expiration`, ...args),
} as const;

/** Sorting columns of credentials by the contract's number, which keys and tokens share. */
export const credentialSort = (column: number): Sql | undefined =>
  [undefined, sql`t.created_at`, sql`t.entity_id`, sql`t.aggregate_id`, sql`t.owner`, sql`t.expiration`][
    column
  ];

export const hasKey = async (ctx: Ctx, userId: string, keyId: string): Promise<boolean> =>
  (await ctx.store.get(MachineKey, ctx.instanceId, userId, keyId)) !== undefined;

export const hasPat = async (ctx: Ctx, userId: string, tokenId: string): Promise<boolean> =>
  (await ctx.store.get(Pat, ctx.instanceId, userId, tokenId)) !== undefined;

/** The key, if it is that user's. @throws not_found */
export async function requireKey(ctx: Ctx, userId: string, keyId: string): Promise<Row<MachineKeyState>> {
  const row = await ctx.store.get(MachineKey, ctx.instanceId, userId, keyId);
  if (!row) throw notFound("QUERY-Ke1nf", "Errors.User.Machine.Key.NotFound");
  return row;
}

/** The token, if it is that user's. @throws not_found */
export async function requirePat(ctx: Ctx, userId: string, tokenId: string): Promise<Row<PatState>> {
  const row = await ctx.store.get(Pat, ctx.instanceId, userId, tokenId);
  if (!row) throw notFound("QUERY-Pa1nf", "Errors.User.PAT.NotFound");
  return row;
}

const visible = (scope: Scope): Sql =>
  scopeCondition(scope, { org: sql`t.owner`, user: sql`t.aggregate_id` });

export function keysOf(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<MachineKeyState>> {
  return search(ctx.store, MachineKey, ctx.instanceId, {
    filters,
    living: notOfGoneOrg(ctx.instanceId, sql`t.owner`),
    scope: visible(scope),
    page,
    sort,
  });
}

export function patsOf(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<PatState>> {
  return search(ctx.store, Pat, ctx.instanceId, {
    filters,
    living: notOfGoneOrg(ctx.instanceId, sql`t.owner`),
    scope: visible(scope),
    page,
    sort,
  });
}
