import type { SearchQuery as QueryV2 } from "#contract/zitadel/user/v2/query_pb.ts";
import type { SearchQuery as QueryV2beta } from "#contract/zitadel/user/v2beta/query_pb.ts";
import type { SearchQuery as QueryV1 } from "#contract/zitadel/user_pb.ts";
import { hasVerifiedDomain, isOfOrgWithDomain, notOfGoneOrg } from "#src/domains/org/index.ts";
import { hasEntry, metadataKey, metadataValueFilter } from "#src/kits/metadata/index.ts";
import {
  anyOf,
  type Filter,
  type Found,
  filterTree,
  isOneOf,
  type Page,
  search,
  type Texts,
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
  filterTree(queries, (query, beside) => readQuery(instanceId, query, beside));

function readQuery(
  instanceId: string,
  asked: UserQuery,
  beside: readonly UserQuery[],
): Filter<UserQuery> | undefined {
  const { query } = asked;
  switch (query.case) {
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
    case "metadataKeyFilter":
    case "metadataValueFilter":
      return hasEntry("user", instanceId, beside.flatMap(entryCondition));
    case "andQuery":
      return { and: query.value.queries };
    case "orQuery":
      return { or: query.value.queries };
    case "notQuery":
      return { not: query.value.query };
    default:
      return soughtText(asked)?.condition(instanceId);
  }
}

/** What is asked side by side about key and value holds of one entry. */
function entryCondition({ query }: UserQuery): readonly Sql[] {
  switch (query.case) {
    case "metadataKeyFilter":
      return [textFilter(metadataKey, query.value.method, query.value.key)];
    case "metadataValueFilter":
      return [metadataValueFilter(query.value.method, query.value.value)];
    default:
      return [];
  }
}

interface SoughtText {
  condition(instanceId: string): Sql;
  /** How it is sought, see `Search`; undefined for what matches little. */
  readonly way: Texts | undefined;
}

/** A filter by what is written in a user. Whole user names and addresses match little. */
function soughtText({ query }: UserQuery): SoughtText | undefined {
  switch (query.case) {
    case "userNameQuery": {
      const { userName, method } = query.value;
      return {
        condition: () => userNameIs(sql`t.user_name`, method, userName),
        way: ofPart(userName, method),
      };
    }
    case "firstNameQuery":
      return ofName(sql`t.first_name`, query.value.method, query.value.firstName);
    case "lastNameQuery":
      return ofName(sql`t.last_name`, query.value.method, query.value.lastName);
    case "nickNameQuery":
      return ofName(sql`t.nick_name`, query.value.method, query.value.nickName);
    case "displayNameQuery":
      return ofName(sql`t.display_name`, query.value.method, query.value.displayName);
    case "emailQuery":
      return ofAddress(sql`t.email`, query.value.method, query.value.emailAddress);
    case "phoneQuery":
      return ofAddress(sql`t.phone`, query.value.method, query.value.number);
    case "loginNameQuery": {
      const { loginName, method } = query.value;
      return {
        condition: (instanceId) => loginNameIs(named(instanceId), loginName, method),
        way: ofPart(loginName, method) && wayOfPiece(loginName),
      };
    }
    default:
      return undefined;
  }
}

const ofName = (column: Sql, method: number, text: string): SoughtText => ({
  condition: () => textFilter(column, method, text),
  way: wayOfText(text, method),
});

const ofAddress = (column: Sql, method: number, text: string): SoughtText => ({
  condition: () => textFilter(column, method, text),
  way: ofPart(text, method),
});

/** How texts are sought, see `Search`; state, kind and organization stand in each order's index. */
function textsOf(queries: readonly UserQuery[]): Texts | undefined {
  const ways = queries.map(wayOf);
  return (["scanned", "found", "ranged"] as const).find((way) => ways.includes(way));
}

function wayOf(asked: UserQuery): Texts | undefined {
  const { query } = asked;
  switch (query.case) {
    case "andQuery":
    case "orQuery":
      return textsOf(query.value.queries);
    case "notQuery":
      return query.value.query && wayOf(query.value.query);
    default:
      return soughtText(asked)?.way;
  }
}

/** Of pieces that are shorter no index knows anything. */
const shortestPiece = 3;

const wayOfPiece = (text: string): Texts => (text.length < shortestPiece ? "scanned" : "found");

const wayOfText = (text: string, method: number): Texts =>
  method < methods.contains ? "ranged" : wayOfPiece(text);

const ofPart = (text: string, method: number): Texts | undefined =>
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
