import { textFilter } from "#src/kits/search/index.ts";
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { User, type UserState } from "./state.ts";

/** More than any login name has; beyond it nothing is said beforehand. */
const maxAts = 8;

/**
 * What a user name must be for a login name (itself, or with a domain behind it) to fit: a condition that indexes
 * serve, and that some pass whose login names do not fit.
 */
export function mayBeNamed(userName: Sql, scopedToOrg: Sql, name: string, method: number): Sql {
  const [first = "", ...more] = name.split("@");
  if (more.length > maxAts) return sql`true`;
  const heads = more.map((_part, n) => [first, ...more.slice(0, n)].join("@"));
  if (method > 3) return sql`(${textFilter(userName, method, name)} or ${scopedToOrg})`;
  const small = (heads.length > 0 ? heads : [name]).map((head) => sql`lower(${head}::text)`);
  const isHead = sql`lower(${userName}) in (${join(small, ", ", "")})`;
  return sql`(${textFilter(userName, method | 1, name)} or ${isHead})`;
}

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
