import { notOfGoneOrg } from "#src/domains/org/index.ts";
import { type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { App, AppKey, type AppKeyState, type AppState } from "./state.ts";

/** The application, if it is that project's. */
export const appById = (ctx: Ctx, projectId: string, appId: string): Promise<Row<AppState> | undefined> =>
  ctx.config.row(App, projectId, appId);

/** The application, if it is that project's. @throws not_found QUERY-r7Gs4 */
export async function requireApp(ctx: Ctx, projectId: string, appId: string): Promise<Row<AppState>> {
  const app = await appById(ctx, projectId, appId);
  if (!app) throw notFound("QUERY-r7Gs4", "Errors.Project.App.NotFound");
  return app;
}

/** The application of that id, in whichever project. @throws not_found */
export async function findApp(ctx: Ctx, appId: string): Promise<Row<AppState>> {
  const [app] = await ctx.store.select(App, ctx.instanceId, sql`t.entity_id = ${appId}`);
  if (!app) throw notFound("QUERY-r7Gs5", "Errors.Project.App.NotFound");
  return app;
}

/** Conditions on a list of applications, shared by the API generations. */
export const appFilters = {
  project: (projectId: string): Sql => sql`t.aggregate_id = ${projectId}`,
  name: (name: string, method: number): Sql => textFilter(sql`t.name`, method, name),
  kind: (kind: "oidc" | "api"): Sql => sql`t.kind = ${kind}`,
  /** The contract's number: 0 any, 1 OIDC, 2 API, others (of which there are none). */
  type(type: number): Sql {
    if (type === 0) return sql`true`;
    if (type > 2) return sql`false`;
    return appFilters.kind(type === 1 ? "oidc" : "api");
  },
  clientId: (clientId: string): Sql => sql`t.client_id = ${clientId}`,
  /** The contract's number: 0 any, 1 active, 2 inactive, 3 removed (never listed). */
  state(state: number): Sql {
    if (state === 0) return sql`true`;
    if (state === 1) return sql`t.active`;
    return state === 2 ? sql`not t.active` : sql`false`;
  },
  none: sql`false`,
} as const;

/** Sorting columns by the contract's number: id, name, state, creation, change. */
export const appSort = (column: number): Sql | undefined =>
  [sql`t.entity_id`, sql`lower(t.name)`, sql`t.active`, sql`t.created_at`, sql`t.changed_at`][column];

const visible = (scope: Scope): Sql =>
  scopeCondition(scope, { org: sql`t.owner`, project: sql`t.aggregate_id` });

export function searchApps(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<AppState>> {
  const living = notOfGoneOrg(ctx.instanceId, sql`t.owner`);
  return search(ctx.store, App, ctx.instanceId, { filters, living, scope: visible(scope), page, sort });
}

/** The key, if it is that application's. */
export async function appKey(
  ctx: Ctx,
  projectId: string,
  appId: string,
  keyId: string,
): Promise<Row<AppKeyState> | undefined> {
  const key = await ctx.store.get(AppKey, ctx.instanceId, projectId, keyId);
  return key?.state.appId === appId ? key : undefined;
}

/** @throws not_found for another application's key too */
export async function requireAppKey(
  ctx: Ctx,
  projectId: string,
  appId: string,
  keyId: string,
): Promise<Row<AppKeyState>> {
  const key = await appKey(ctx, projectId, appId, keyId);
  if (!key) throw notFound("QUERY-Ak1nf", "Errors.Project.App.KeyNotFound");
  return key;
}

/** The key of that id, in whichever project. @throws not_found */
export async function findAppKey(ctx: Ctx, keyId: string): Promise<Row<AppKeyState>> {
  const [key] = await ctx.store.select(
    AppKey,
    ctx.instanceId,
    sql`t.entity_id = ${keyId} and ${ofLivingApp}`,
  );
  if (!key) throw notFound("QUERY-Ak2nf", "Errors.Project.App.KeyNotFound");
  return key;
}

/** As in `clientKey`: an application made anew under the id of a removed one has none of its keys. */
const ofLivingApp: Sql = sql`exists (select 1 from apps a where a.instance_id = t.instance_id
  and a.aggregate_id = t.aggregate_id and a.entity_id = t.app_id and a.client_id = t.state->>'clientId')`;

/** Keys of an application, so many at most. */
export const keysOfApp = (
  ctx: Ctx,
  projectId: string,
  appId: string,
  limit: number,
): Promise<readonly Row<AppKeyState>[]> =>
  ctx.store.select(
    AppKey,
    ctx.instanceId,
    sql`t.aggregate_id = ${projectId} and t.app_id = ${appId}`,
    sql`limit ${limit}`,
  );

export const appKeyFilters = {
  app: (appId: string): Sql => sql`t.app_id = ${appId}`,
  project: (projectId: string): Sql => sql`t.aggregate_id = ${projectId}`,
  org: (orgId: string): Sql => sql`t.owner = ${orgId}`,
} as const;

/** Sorting columns by the contract's number: id, project, application, creation, organization, end, type. */
export const appKeySort = (column: number): Sql | undefined =>
  [
    sql`t.entity_id`,
    sql`t.aggregate_id`,
    sql`t.app_id`,
    sql`t.created_at`,
    sql`t.owner`,
    sql`t.expiration`,
    sql`t.entity_id`,
  ][column];

export function searchAppKeys(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<AppKeyState>> {
  return search(ctx.store, AppKey, ctx.instanceId, {
    filters: [ofLivingApp, ...filters],
    living: notOfGoneOrg(ctx.instanceId, sql`t.owner`),
    scope: visible(scope),
    page,
    sort,
  });
}
