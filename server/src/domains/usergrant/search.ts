import type { UserGrantQuery } from "#contract/zitadel/user_pb.ts";
import { hasOrgName, hasVerifiedDomain, inLivingOrg } from "#src/domains/org/index.ts";
import { existsGrant, existsProject, isProjectNamed, ownsProject } from "#src/domains/project/index.ts";
import { existsUser, listedUsers, ofUser } from "#src/domains/user/index.ts";
import { anyOf, emptyFilter, type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { UserGrant, type UserGrantState } from "./state.ts";

const ofGranted = (condition: Sql): Sql => ofUser(sql`t.user_id`, condition);
const ofOrg = (condition: (column: Sql) => Sql): Sql => hasOrgName(sql`t.owner`, condition);

/** Whether one of the roles has a key that fits. */
export const hasRoleLike = (key: string, method: number): Sql =>
  sql`exists (select 1 from unnest(t.role_keys) as r(key) where ${textFilter(sql`r.key`, method, key)})`;

/** A filter of the first generation. @throws invalid_argument for one that says nothing */
export function grantFilter({ query }: UserGrantQuery): Sql {
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
      return hasRoleLike(query.value.roleKey, query.value.method);
    case "withGrantedQuery":
      return sql`true`;
    case "projectNameQuery":
      return isProjectNamed(sql`t.project_id`, query.value.projectName, query.value.method);
    case "orgNameQuery": {
      const { orgName, method } = query.value;
      return ofOrg((name) => textFilter(name, method, orgName));
    }
    case "orgDomainQuery": {
      const { orgDomain, method } = query.value;
      return hasVerifiedDomain(sql`t.owner`, (domain) => textFilter(domain, method, orgDomain));
    }
    default:
      return userFilter(query);
  }
}

function userFilter(query: UserGrantQuery["query"]): Sql {
  switch (query.case) {
    case "userNameQuery":
      return ofGranted(textFilter(listedUsers.userName, query.value.method, query.value.userName));
    case "firstNameQuery":
      return ofGranted(textFilter(listedUsers.firstName, query.value.method, query.value.firstName));
    case "lastNameQuery":
      return ofGranted(textFilter(listedUsers.lastName, query.value.method, query.value.lastName));
    case "emailQuery":
      return ofGranted(textFilter(listedUsers.email, query.value.method, query.value.email));
    case "displayNameQuery":
      return ofGranted(textFilter(listedUsers.displayName, query.value.method, query.value.displayName));
    case "userTypeQuery":
      return query.value.type === 0
        ? sql`true`
        : ofGranted(sql`${listedUsers.kind} = ${query.value.type === 1 ? "human" : "machine"}`);
    default:
      throw emptyFilter();
  }
}

/** What was given through a project grant goes with it. */
const lentStill = sql`(t.project_grant_id = '' or ${existsGrant(sql`t.project_id`, sql`t.project_grant_id`)})`;

/** What a grant stands on is there: its organization, user and project, and the project's grant where it has one. */
const standing = sql`${inLivingOrg(sql`t.owner`)} and ${existsUser(sql`t.user_id`)}
  and ${existsProject(sql`t.project_id`)} and ${lentStill}`;

/**
 * Grants that an organization gave, and with `withGranted` also those that others gave on its projects. What
 * concerns users, projects or organizations that are gone is not listed.
 */
export function searchGrants(
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
  const reach = withGranted ? sql`(${own} or ${ownsProject(orgId, sql`t.project_id`)})` : own;
  // Who may read all grants of this organization may read those of its projects, whoever gave them.
  const all = scope.all || scope.orgIds.includes(orgId);
  return search(ctx.store, UserGrant, ctx.instanceId, {
    filters: [reach, ...queries.map(grantFilter)],
    living: standing,
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
    living: standing,
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
