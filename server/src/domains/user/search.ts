import type { SearchQuery as QueryV2 } from "#contract/zitadel/user/v2/query_pb.ts";
import type { SearchQuery as QueryV2beta } from "#contract/zitadel/user/v2beta/query_pb.ts";
import type { SearchQuery as QueryV1 } from "#contract/zitadel/user_pb.ts";
import { hasVerifiedDomain, notOfGoneOrg } from "#src/domains/org/index.ts";
import {
  anyOf,
  type Filter,
  type Found,
  filterTree,
  type Page,
  search,
  textFilter,
} from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { mayBeNamed } from "./name-queries.ts";
import { User, type UserState, type UserStatus } from "./state.ts";

/** Every generation asks the same questions in the same words; later ones know a few more. */
export type UserQuery = QueryV1 | QueryV2beta | QueryV2;

/** The contract's numbers: 0 any, 1 active, 2 inactive, 4 locked, then suspended or initial, which differ. */
const statusNumbers: Readonly<Record<number, UserStatus>> = {
  1: "active",
  2: "inactive",
  4: "locked",
  5: "initial",
  6: "initial",
};

/** @throws invalid_argument as `filterTree`, and for a filter that says nothing */
export const userConditions = (queries: readonly UserQuery[]): Sql => filterTree(queries, readQuery);

function readQuery({ query }: UserQuery): Filter<UserQuery> | undefined {
  switch (query.case) {
    case "userNameQuery":
      return textFilter(sql`t.user_name`, query.value.method, query.value.userName);
    case "firstNameQuery":
      return textFilter(sql`t.first_name`, query.value.method, query.value.firstName);
    case "lastNameQuery":
      return textFilter(sql`t.last_name`, query.value.method, query.value.lastName);
    case "nickNameQuery":
      return textFilter(sql`t.nick_name`, query.value.method, query.value.nickName);
    case "displayNameQuery":
      return textFilter(sql`t.display_name`, query.value.method, query.value.displayName);
    case "emailQuery":
      return textFilter(sql`t.email`, query.value.method, query.value.emailAddress);
    case "phoneQuery":
      return textFilter(sql`t.phone`, query.value.method, query.value.number);
    case "loginNameQuery":
      return loginNameIs(query.value.loginName, query.value.method);
    case "stateQuery":
      return statusIs(query.value.state);
    case "typeQuery":
      return kindIs(query.value.type);
    case "inUserIdsQuery":
      return anyOf(sql`t.aggregate_id`, query.value.userIds);
    case "inUserEmailsQuery":
      return anyOf(sql`t.email`, query.value.userEmails);
    case "organizationIdQuery":
      return sql`t.owner = ${query.value.organizationId}`;
    case "andQuery":
      return { and: query.value.queries };
    case "orQuery":
      return { or: query.value.queries };
    case "notQuery":
      return { not: query.value.query };
    default:
      return undefined;
  }
}

const loginNameIs = (name: string, method: number): Sql => sql`(
  ${mayBeNamed(sql`t.user_name`, sql`t.scoped_to_org`, name, method)} and ((not t.scoped_to_org and ${textFilter(sql`t.user_name`, method, name)})
  or (t.scoped_to_org and ${hasVerifiedDomain(sql`t.owner`, (domain) =>
    textFilter(sql`(t.user_name || '@' || ${domain})`, method, name),
  )})))`;

const statusIs = (state: number): Sql =>
  state === 0 ? sql`true` : sql`t.status = ${statusNumbers[state] ?? "removed"}`;

/** 0 any, 1 human, 2 machine */
const kindIs = (type: number): Sql =>
  type === 0 ? sql`true` : sql`t.kind = ${type === 1 ? "human" : "machine"}`;

/** Sorting columns by the contract's number, which all generations share; 1 user name … 9 creation date. */
export const userSort = (column: number): Sql | undefined =>
  [
    undefined,
    sql`lower(t.user_name)`,
    sql`lower(t.first_name)`,
    sql`lower(t.last_name)`,
    sql`lower(t.nick_name)`,
    sql`lower(t.display_name)`,
    sql`lower(t.email)`,
    sql`t.status`,
    sql`t.kind`,
    sql`t.created_at`,
  ][column];

/** Users that the caller may see. @param orgId only those of one organization (first generation) */
export function searchUsers(
  ctx: Ctx,
  scope: Scope,
  conditions: Sql,
  page: Page,
  sort: Sql | undefined,
  orgId?: string,
): Promise<Found<UserState>> {
  const visible = scopeCondition(scope, { org: sql`t.owner`, user: sql`t.aggregate_id` });
  return search(ctx.store, User, ctx.instanceId, {
    filters: orgId === undefined ? [conditions] : [sql`t.owner = ${orgId}`, conditions],
    ...(orgId === undefined ? { living: notOfGoneOrg(ctx.instanceId, sql`t.owner`) } : {}),
    scope: visible,
    page,
    sort,
  });
}
