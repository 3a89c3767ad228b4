import type { UserGrantQuery } from "#contract/zitadel/user_pb.ts";
import { hasOrgName, hasVerifiedDomain, inLivingOrg } from "#src/domains/org/index.ts";
import { existsProject, ownsProject } from "#src/domains/project/index.ts";
import { existsUser, listedUsers } from "#src/domains/user/index.ts";
import { anyOf, emptyFilter, type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { UserGrant, type UserGrantState } from "./state.ts";

const ofUser = (condition: Sql): Sql => existsUser(sql`t.user_id`, condition);
const ofOrg = (condition: (column: Sql) => Sql): Sql => hasOrgName(sql`t.owner`, condition);

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
      return sql`exists (select 1 from unnest(t.role_keys) as r(key)
        where ${textFilter(sql`r.key`, query.value.method, query.value.roleKey)})`;
    case "withGrantedQuery":
      return sql`true`;
    case "projectNameQuery":
      return existsProject(sql`t.project_id`, { like: query.value.projectName, method: query.value.method });
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
      return ofUser(textFilter(listedUsers.userName, query.value.method, query.value.userName));
    case "firstNameQuery":
      return ofUser(textFilter(listedUsers.firstName, query.value.method, query.value.firstName));
    case "lastNameQuery":
      return ofUser(textFilter(listedUsers.lastName, query.value.method, query.value.lastName));
    case "emailQuery":
      return ofUser(textFilter(listedUsers.email, query.value.method, query.value.email));
    case "displayNameQuery":
      return ofUser(textFilter(listedUsers.displayName, query.value.method, query.value.displayName));
    case "userTypeQuery":
      return query.value.type === 0
        ? sql`true`
        : ofUser(sql`${listedUsers.kind} = ${query.value.type === 1 ? "human" : "machine"}`);
    default:
      throw emptyFilter();
  }
}

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
  return search(ctx.store, UserGrant, ctx.instanceId, {
    filters: [
      reach,
      inLivingOrg(sql`t.owner`),
      existsUser(sql`t.user_id`),
      existsProject(sql`t.project_id`),
      ...queries.map(grantFilter),
    ],
    scope: scopeCondition(scope, {
      org: sql`t.owner`,
      project: sql`t.project_id`,
      grant: sql`t.project_grant_id`,
    }),
    page,
  });
}

/** A grant that the context organization gave to that user. @throws not_found for any other */
export async function requireOwnGrant(
  ctx: Ctx,
  userId: string,
  grantId: string,
): Promise<Row<UserGrantState>> {
  const grant = await ctx.store.get(UserGrant, ctx.instanceId, grantId);
  if (!grant || grant.owner !== ctx.orgId || grant.state.userId !== userId)
    throw notFound("USERGRANT-Ow1nf", "Errors.UserGrant.NotFound");
  return grant;
}
