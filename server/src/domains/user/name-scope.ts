import { sql } from "#src/platform/db/index.ts";
import { type Ref, type Row, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changeUserName } from "./decisions.ts";
import type { UserEvent } from "./events.ts";
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

/** The name stays, and is taken where it is to be unique. A service user's is a client id, so it has one scope. */
export const setUniqueness =
  (uniqueInOrg: boolean) =>
  (user: UserState | undefined): readonly UserEvent[] =>
    user?.kind === "human" ? changeUserName(user.userName, user.scopedToOrg, uniqueInOrg)(user) : [];

export const userRef = (userId: string): Ref<UserState, UserEvent> => ref(User, userId);

/**
 * The user's name in the other scope. The preferred login name stays what it is wherever that is possible: the primary
 * domain goes from the scope into the name or, if the name ends in it, from the name into the scope.
 */
export function nameInScope(userName: string, scopedToOrg: boolean, primaryDomain: string): string {
  if (primaryDomain === "") return userName;
  const suffix = `@${primaryDomain}`;
  if (!scopedToOrg) return userName + suffix;
  const ends = userName.length > suffix.length && userName.toLowerCase().endsWith(suffix.toLowerCase());
  return ends ? userName.slice(0, -suffix.length) : userName;
}

/** Brings a name into its scope; nothing happens to users who are gone or in it already. */
export const rescopeName =
  (scopedToOrg: boolean, nameOf: (userName: string) => string) =>
  (user: UserState | undefined): readonly UserEvent[] =>
    user === undefined || user.scopedToOrg === scopedToOrg
      ? []
      : changeUserName(nameOf(user.userName), scopedToOrg)(user);
