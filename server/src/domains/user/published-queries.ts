import { goneOrgs, inLivingOrg, isOfOrgWithPrimaryDomain, primaryDomainOf } from "#src/domains/org/index.ts";
import type { MemberUsers } from "#src/kits/members/index.ts";
import { whoseNamed } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { goneIds, type Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { loginNameIs } from "./name-queries.ts";
import { User, type UserState } from "./state.ts";

/** For other slices' lists: the people behind ids, and the columns that such a list may filter and sort by. */
export const listedUsers = {
  from: sql`users u`,
  id: sql`u.aggregate_id`,
  resourceOwner: sql`u.owner`,
  userName: sql`u.user_name`,
  kind: sql`u.kind`,
  firstName: sql`u.first_name`,
  lastName: sql`u.last_name`,
  displayName: sql`u.display_name`,
  email: sql`u.email`,
} as const satisfies MemberUsers & Readonly<Record<string, Sql>>;

/** For `living` of other slices' lists: neither the user nor their organization is gone. */
export const isNoGoneUser = (instanceId: string, userId: Sql): Sql =>
  sql`${userId} not in (${goneIds(User, instanceId)}
    union all select u.aggregate_id from users u where u.instance_id = ${instanceId} and u.entity_id = ''
      and u.owner = any(array(${goneOrgs(instanceId)})))`;

const ofUser = (userId: Sql, condition: Sql): Sql =>
  sql`exists (select 1 from users u where u.instance_id = t.instance_id and u.aggregate_id = ${userId}
    and u.entity_id = '' and ${condition})`;

/** For other slices' lists: whether there is such a user in an organization that is there. */
export const existsUser = (userId: Sql): Sql => ofUser(userId, inLivingOrg(sql`u.owner`, sql`u`));

/**
 * For lists of sessions: whether the user is there, as with `existsUser`, and the login not over. Of most users no login
 * was ever ended; that is asked first, in a form that can be answered for all rows at once.
 * @param epoch of the user when the login began
 */
export const standsWithUser = (userId: Sql, sessionId: Sql, epoch: Sql): Sql =>
  sql`(${existsUser(userId)} and (not ${ofUser(userId, sql`u.epoch > 0`)}
    or ${ofUser(userId, sql`(u.epoch <= ${epoch} or (u.kept_session = ${sessionId} and u.kept_since <= ${epoch}))`)}))`;

/** For other slices' lists: the users of whom a condition over `listedUsers` holds, as a condition on who names them. */
export const whoseUser = (ctx: Ctx, condition: Sql): Promise<(userId: Sql) => Sql> =>
  whoseNamed(
    ctx.store,
    sql`select u.aggregate_id as id from users u
      where u.instance_id = ${ctx.instanceId} and u.entity_id = '' and ${condition}`,
    (userId) => ofUser(userId, condition),
  );

/** For `whoseUser`: a condition on the preferred login name. `method` is the text method. */
export const preferredLoginNameIs = (instanceId: string, name: string, method: number): Sql =>
  loginNameIs(
    {
      userName: listedUsers.userName,
      scopedToOrg: sql`u.scoped_to_org`,
      inDomain: (condition) => isOfOrgWithPrimaryDomain(instanceId, listedUsers.resourceOwner, condition),
      hasDomain: sql`${primaryDomainOf(listedUsers.resourceOwner, sql`u`)} is not null`,
    },
    name,
    method,
  );

/** For the table of files, aliased `a`: whether the file is the picture of the person that it came from. */
export const avatarUses: Sql = sql`exists (select 1 from users u where u.instance_id = a.instance_id
  and u.aggregate_id = a.subject and u.entity_id = '' and u.state -> 'human' ->> 'avatarKey' = a.key)`;

/** The users of these ids that there are. */
export async function usersByIds(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row<UserState>>> {
  if (ids.length === 0) return new Map();
  const rows = await Promise.all([...new Set(ids)].map((id) => ctx.store.get(User, ctx.instanceId, id)));
  return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.aggregateId, row]])));
}

/** How a user is shown beside something of theirs. */
export const shownUser = ({ state }: Row<UserState>) =>
  state.kind === "human"
    ? {
        firstName: state.human.firstName,
        lastName: state.human.lastName,
        displayName: state.human.displayName,
        email: state.human.email,
        userType: 1 as const,
      }
    : {
        firstName: "",
        lastName: "",
        displayName: state.machine.name,
        email: "",
        userType: 2 as const,
      };
