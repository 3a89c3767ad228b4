import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { User, type UserState } from "./state.ts";

/** Whose names: those of one organization, or of the whole instance but some organizations. */
export type NamesOf = { readonly orgId: string } | { readonly exceptOrgIds: readonly string[] };

/**
 * Users whose name is unique in the organization where it should be in the instance, or the other way round; in the
 * order of their ids, behind `after`.
 */
export const usersOutOfScope = (
  ctx: Ctx,
  scopedToOrg: boolean,
  of: NamesOf,
  { after = "", limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly Row<UserState>[]> =>
  ctx.store.select(
    User,
    ctx.instanceId,
    sql`t.scoped_to_org <> ${scopedToOrg} and t.aggregate_id > ${after}
      and ${"orgId" in of ? sql`t.owner = ${of.orgId}` : sql`t.owner <> all(${[...of.exceptOrgIds]})`}`,
    sql`order by t.aggregate_id limit ${limit}`,
  );

/** People whose name is unique in the organization where it should be in the instance, or the other way round. */
export const usersOfOtherUniqueness = (
  ctx: Ctx,
  orgId: string,
  uniqueInOrg: boolean,
  { after = "", limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly Row<UserState>[]> =>
  ctx.store.select(
    User,
    ctx.instanceId,
    sql`t.owner = ${orgId} and t.kind = 'human' and t.aggregate_id > ${after}
      and t.unique_in_org is distinct from ${uniqueInOrg}`,
    sql`order by t.aggregate_id limit ${limit}`,
  );
