import { type Found, type Page, search } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { OrgSettings, type OrgSettingsState, orgSettingsRef } from "./state.ts";

/** Whether people's names are unique in the organization alone; cached, exact. */
export async function hasScopedUsernames(
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string,
): Promise<boolean> {
  const { entity, aggregateId, entityId } = orgSettingsRef(orgId);
  return (await ctx.config.row(entity, aggregateId, entityId))?.state.organizationScopedUsernames ?? false;
}

/** Conditions on a list of organizations' settings. */
export const orgSettingsFilters = {
  orgs: (ids: readonly string[]): Sql => sql`t.aggregate_id = any(${[...ids]})`,
  scopedUsernames: (wanted: boolean): Sql => sql`t.organization_scoped_usernames = ${wanted}`,
};

/** By the contract's number; without one in the order of organizations' ids. */
export const orgSettingsSort = (column: number): Sql | undefined =>
  [undefined, sql`t.aggregate_id`, sql`t.created_at`, sql`t.changed_at`][column];

export const searchOrgSettings = (
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort: Sql | undefined,
): Promise<Found<OrgSettingsState>> =>
  search(ctx.store, OrgSettings, ctx.instanceId, {
    filters,
    scope: scopeCondition(scope, { org: sql`t.owner` }),
    page,
    sort,
  });
