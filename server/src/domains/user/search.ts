import type { SearchQuery as QueryV2 } from "#contract/zitadel/user/v2/query_pb.ts";
import type { SearchQuery as QueryV2beta } from "#contract/zitadel/user/v2beta/query_pb.ts";
import type { SearchQuery as QueryV1 } from "#contract/zitadel/user_pb.ts";
import { hasVerifiedDomain, isOfOrgWithDomain, notOfGoneOrg } from "#src/domains/org/index.ts";
import {
  anyOf,
  type Filter,
  type Found,
  filterTree,
  isOneOf,
  type Page,
  search,
  textFilter,
} from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
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
export const userConditions = (instanceId: string, queries: readonly UserQuery[]): Sql =>
  filterTree(queries, (query) => readQuery(instanceId, query));

function readQuery(instanceId: string, { query }: UserQuery): Filter<UserQuery> | undefined {
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
      return loginNameIs(instanceId, query.value.loginName, query.value.method);
    case "stateQuery":
      return statusIs(query.value.state);
    case "typeQuery":
      return kindIs(query.value.type);
    case "inUserIdsQuery":
      return anyOf(sql`t.aggregate_id`, query.value.userIds);
    case "inUserEmailsQuery":
      return isOneOf(sql`t.email`, query.value.userEmails);
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

/** Method of texts, without the bit that says that case does not matter. */
const methods = { equals: 0, starts: 2, contains: 4, ends: 6 } as const;

/**
 * A login name is a user name or, where that is unique in its organization alone, `<user name>@<domain>`. What is sought
 * lies in the one or the other or across the last @ of both, as no domain has one: each is found by an index.
 */
function loginNameIs(instanceId: string, name: string, method: number): Sql {
  const [anyCase, way] = [method & 1, method & ~1];
  const mayEndEarly = way === methods.starts || way === methods.contains;
  const mayStartLate = way === methods.ends || way === methods.contains;
  const named = textFilter(sql`t.user_name`, method, name);
  const complete = mayEndEarly
    ? sql`(not t.scoped_to_org or ${hasVerifiedDomain(sql`t.owner`, () => sql`true`)})`
    : sql`not t.scoped_to_org`;
  const inDomain = (wanted: string, how: number) =>
    isOfOrgWithDomain(instanceId, sql`t.owner`, (domain) => textFilter(domain, how | anyCase, wanted));
  const at = name.lastIndexOf("@");
  const local = textFilter(
    sql`t.user_name`,
    (mayStartLate ? methods.ends : methods.equals) | anyCase,
    name.slice(0, Math.max(at, 0)),
  );
  const behind =
    at < 0
      ? mayStartLate
        ? inDomain(name, way)
        : sql`false`
      : sql`${local} and ${inDomain(name.slice(at + 1), mayEndEarly ? methods.starts : methods.equals)}`;
  return sql`((${named} and ${complete}) or (t.scoped_to_org and ${behind}))`;
}

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
