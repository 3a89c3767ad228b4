import type { UserGrantQuery } from "#contract/zitadel/user_pb.ts";
import { hasOrgName, hasVerifiedDomain, notOfGoneOrg } from "#src/domains/org/index.ts";
import {
  isNoGoneGrant,
  isNoGoneProject,
  whoseProjectIsNamed,
  whoseProjectIsOwnedBy,
} from "#src/domains/project/index.ts";
import { isNoGoneUser, listedUsers, whoseUser } from "#src/domains/user/index.ts";
import { anyOf, emptyFilter, type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { UserGrant, type UserGrantState } from "./state.ts";

const ofGranted = async (ctx: Ctx, condition: Sql): Promise<Sql> =>
  (await whoseUser(ctx, condition))(sql`t.user_id`);
const ofOrg = (condition: (column: Sql) => Sql): Sql => hasOrgName(sql`t.owner`, condition);

/** Skips from one set of roles to the next in their index, and looks at one grant of each. */
const roleSetsLike = (instanceId: string, key: string, method: number): Sql => {
  const first = (place: Sql): Sql => sql`(select g.role_set from user_grants g
    where g.instance_id = ${instanceId} and ${place} order by g.role_set limit 1)`;
  const keys = sql`(select g.role_keys from user_grants g
    where g.instance_id = ${instanceId} and g.role_set = s.role_set limit 1)`;
  return sql`
    with recursive s (role_set) as (
      select ${first(sql`g.role_set is not null`)}
      union all select ${first(sql`g.role_set > s.role_set`)} from s where s.role_set is not null)
    select s.role_set from s where s.role_set is not null
      and exists (select 1 from unnest(${keys}) as r(key) where ${textFilter(sql`r.key`, method, key)})`;
};

/** Whether one of the roles has a key that fits. @throws invalid_argument as `textFilter` */
export async function hasRoleLike(ctx: Ctx, key: string, method: number): Promise<Sql> {
  const sets = await ctx.store.query<{ readonly role_set: string }>(
    roleSetsLike(ctx.instanceId, key, method),
  );
  return anyOf(
    sql`t.role_set`,
    sets.map((set) => set.role_set),
  );
}

/** A filter of the first generation. @throws invalid_argument for one that says nothing */
export async function grantFilter(ctx: Ctx, { query }: UserGrantQuery): Promise<Sql> {
  switch (query.case) {
    case "projectIdQuery":
      return sql`t.project_id = ${query.value.projectId}`;
    case "userIdQuery":
      return sql`t.user_id = ${query.value.userId}`;
    case "inUserIdsQuery":
      return anyOf(sql`t.user_id`, query.value.inUserIds);
    case "projectGrantIdQuery":
      return sql`t.project_grant_id = ${query.value.projectGrantId}`;
    case "roleKeyQuery":
      return hasRoleLike(ctx, query.value.roleKey, query.value.method);
    case "withGrantedQuery":
      return sql`true`;
    case "projectNameQuery":
      return (await whoseProjectIsNamed(ctx, query.value.projectName, query.value.method))(sql`t.project_id`);
    case "orgNameQuery": {
      const { orgName, method } = query.value;
      return ofOrg((name) => textFilter(name, method, orgName));
    }
    case "orgDomainQuery": {
      const { orgDomain, method } = query.value;
      return hasVerifiedDomain(sql`t.owner`, (domain) => textFilter(domain, method, orgDomain));
    }
    default:
      return userFilter(ctx, query);
  }
}

async function userFilter(ctx: Ctx, query: UserGrantQuery["query"]): Promise<Sql> {
  switch (query.case) {
    case "userNameQuery":
      return ofGranted(ctx, textFilter(listedUsers.userName, query.value.method, query.value.userName));
    case "firstNameQuery":
      return ofGranted(ctx, textFilter(listedUsers.firstName, query.value.method, query.value.firstName));
    case "lastNameQuery":
      return ofGranted(ctx, textFilter(listedUsers.lastName, query.value.method, query.value.lastName));
    case "emailQuery":
      return ofGranted(ctx, textFilter(listedUsers.email, query.value.method, query.value.email));
    case "displayNameQuery":
      return ofGranted(ctx, textFilter(listedUsers.displayName, query.value.method, query.value.displayName));
    case "userTypeQuery":
      return query.value.type === 0
        ? sql`true`
        : ofGranted(ctx, sql`${listedUsers.kind} = ${query.value.type === 1 ? "human" : "machine"}`);
    default:
      throw emptyFilter();
  }
}

/** What was given through a project grant goes with it. */
const lentStill = (instanceId: string): Sql =>
  sql`(t.project_grant_id = '' or ${isNoGoneGrant(instanceId, sql`t.project_id`, sql`t.project_grant_id`)})`;

/** What a grant stands on is there: its organization, user and project, and the project's grant where it has one. */
const standing = ({ instanceId }: Ctx): Sql =>
  sql`${notOfGoneOrg(instanceId, sql`t.owner`)} and ${isNoGoneUser(instanceId, sql`t.user_id`)}
    and ${isNoGoneProject(instanceId, sql`t.project_id`)} and ${lentStill(instanceId)}`;

/**
 * Grants that an organization gave, and with `withGranted` also those that others gave on its projects. What
 * concerns users, projects or organizations that are gone is not listed.
 */
export async function searchGrants(
  ctx: Ctx,
  scope: Scope,
  orgId: string,
  queries: readonly UserGrantQuery[],
  page: Page,
): Promise<Found<UserGrantState>> {
  const withGranted = queries.some(
    ({ query }) => query.case === "withGrantedQuery" && query.value.withGranted,
  );
  const own = sql`t.owner = ${orgId}`;
  const wanted = await Promise.all(queries.map((query) => grantFilter(ctx, query)));
  const onProjects = withGranted && (await whoseProjectIsOwnedBy(ctx, orgId))(sql`t.project_id`);
  // Who may read all grants of this organization may read those of its projects, whoever gave them.
  const all = scope.all || scope.orgIds.includes(orgId);
  return search(ctx.store, UserGrant, ctx.instanceId, {
    ...(onProjects
      ? { filters: wanted, eitherOf: [onProjects, sql`${own} and not (${onProjects})`] }
      : { filters: [own, ...wanted] }),
    living: standing(ctx),
    scope: scopeCondition(all ? { all: true } : scope, {
      project: sql`t.project_id`,
      grant: sql`t.project_grant_id`,
    }),
    page,
  });
}

/** Grants of the whole instance, as far as a scope reaches; users see their own. */
export function searchReadable(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<UserGrantState>> {
  return search(ctx.store, UserGrant, ctx.instanceId, {
    filters,
    living: standing(ctx),
    scope: scopeCondition(scope, {
      org: sql`t.owner`,
      project: sql`t.project_id`,
      grant: sql`t.project_grant_id`,
      user: sql`t.user_id`,
    }),
    page,
    sort,
  });
}

/** The caller's own grants, newest first unless the page says otherwise. */
export const ownGrants = (ctx: Ctx, page: Page): Promise<Found<UserGrantState>> =>
  searchReadable(ctx, { all: true }, [sql`t.user_id = ${ctx.caller.userId}`], page, sql`t.created_at`);
