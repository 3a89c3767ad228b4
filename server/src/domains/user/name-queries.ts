import { textFilter } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { User, type UserState } from "./state.ts";

/** Method of texts, without the bit that says that case does not matter. */
export const methods = { equals: 0, starts: 2, contains: 4, ends: 6 } as const;

/**
 * A condition on user names. What ends in a domain, as they mostly do, is found among those that do; pieces of a domain are
 * in as many, and not sought where nothing stands before its @.
 */
export function userNameIs(userName: Sql, method: number, name: string): Sql {
  const at = name.lastIndexOf("@");
  const fits = textFilter(userName, method, name);
  return (method & ~1) === methods.ends && at >= 0 && !name.includes("Σ")
    ? sql`(split_part(lower(${userName}), '@', -1) = lower(${name.slice(at + 1)}::text)
        and ${at === 0 ? sql`case when ${fits} then true else false end` : fits})`
    : fits;
}

/** Of whom a login name is sought. */
export interface Named {
  readonly userName: Sql;
  readonly scopedToOrg: Sql;
  /** Whether such a domain stands behind names that are scoped; organizations are sought first, and say who is. */
  inDomain(condition: (domain: Sql) => Sql): Sql;
  /** Whether any does. */
  readonly hasDomain: Sql;
}

/**
 * A login name is a user name or, where that is unique in its organization alone, `<user name>@<domain>`. What is sought
 * lies in the one or the other or across the last @ of both, as no domain has one: each is found by an index.
 */
export function loginNameIs(user: Named, name: string, method: number): Sql {
  const [anyCase, way] = [method & 1, method & ~1];
  const mayEndEarly = way === methods.starts || way === methods.contains;
  const mayStartLate = way === methods.ends || way === methods.contains;
  const complete = mayEndEarly
    ? sql`(not ${user.scopedToOrg} or ${user.hasDomain})`
    : sql`not ${user.scopedToOrg}`;
  const inDomain = (wanted: string, how: number) =>
    user.inDomain((domain) => textFilter(domain, how | anyCase, wanted));
  const at = name.lastIndexOf("@");
  const across = () => {
    const local = name.slice(0, at);
    const behind = inDomain(name.slice(at + 1), mayEndEarly ? methods.starts : methods.equals);
    if (mayStartLate && local === "") return behind;
    const how = mayStartLate ? methods.ends : methods.equals;
    return sql`${textFilter(user.userName, how | anyCase, local)} and ${behind}`;
  };
  const scoped = at >= 0 ? across() : mayStartLate ? inDomain(name, way) : sql`false`;
  return sql`((${userNameIs(user.userName, method, name)} and ${complete}) or (${user.scopedToOrg} and ${scoped}))`;
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
