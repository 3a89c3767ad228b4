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
import { loginNameIs, methods, type Named, userNameIs } from "./name-queries.ts";
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
      return userNameIs(sql`t.user_name`, query.value.method, query.value.userName);
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
      return loginNameIs(named(instanceId), query.value.loginName, query.value.method);
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

/**
 * How texts are sought, see `Search`. Whole user names and addresses match little; state, kind and organization stand in
 * each order's index.
 */
function textsOf(queries: readonly UserQuery[]): "found" | "scanned" | undefined {
  const ways = queries.map(wayOf);
  return ways.find((way) => way === "scanned") ?? ways.find((way) => way !== undefined);
}

function wayOf({ query }: UserQuery): "found" | "scanned" | undefined {
  switch (query.case) {
    case "firstNameQuery":
      return wayOfText(query.value.firstName, query.value.method);
    case "lastNameQuery":
      return wayOfText(query.value.lastName, query.value.method);
    case "nickNameQuery":
      return wayOfText(query.value.nickName, query.value.method);
    case "displayNameQuery":
      return wayOfText(query.value.displayName, query.value.method);
    case "userNameQuery":
      return ofPart(query.value.userName, query.value.method);
    case "emailQuery":
      return ofPart(query.value.emailAddress, query.value.method);
    case "phoneQuery":
      return ofPart(query.value.number, query.value.method);
    case "loginNameQuery":
      return ofPart(query.value.loginName, query.value.method);
    case "andQuery":
    case "orQuery":
      return textsOf(query.value.queries);
    case "notQuery":
      return query.value.query && wayOf(query.value.query);
    default:
      return undefined;
  }
}

/** Of pieces that are shorter no index knows anything. */
const shortestPiece = 3;

const wayOfText = (text: string, method: number): "found" | "scanned" =>
  method >= methods.contains && text.length < shortestPiece ? "scanned" : "found";

const ofPart = (text: string, method: number): "found" | "scanned" | undefined =>
  (method & ~1) === methods.equals ? undefined : wayOfText(text, method);

/** All verified domains of an organization count. */
const named = (instanceId: string): Named => ({
  userName: sql`t.user_name`,
  scopedToOrg: sql`t.scoped_to_org`,
  inDomain: (condition) => isOfOrgWithDomain(instanceId, sql`t.owner`, condition),
  hasDomain: hasVerifiedDomain(sql`t.owner`, () => sql`true`),
});

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
  ctx: Pick<Ctx, "store" | "instanceId">,
  scope: Scope,
  queries: readonly UserQuery[],
  page: Page,
  sort: Sql | undefined,
  orgId?: string,
): Promise<Found<UserState>> {
  const conditions = userConditions(ctx.instanceId, queries);
  const visible = scopeCondition(scope, { org: sql`t.owner`, user: sql`t.aggregate_id` });
  return search(ctx.store, User, ctx.instanceId, {
    filters: orgId === undefined ? [conditions] : [sql`t.owner = ${orgId}`, conditions],
    ...(orgId === undefined ? { living: notOfGoneOrg(ctx.instanceId, sql`t.owner`) } : {}),
    scope: visible,
    texts: textsOf(queries),
    page,
    sort,
  });
}
