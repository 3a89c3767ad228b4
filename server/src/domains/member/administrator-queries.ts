import type { AdministratorSearchFilter as FilterV2 } from "#contract/zitadel/internal_permission/v2/query_pb.ts";
import type { AdministratorSearchFilter as FilterV2beta } from "#contract/zitadel/internal_permission/v2beta/query_pb.ts";
import { existsGrant, grantedOrg } from "#src/domains/project/index.ts";
import { listedUsers, preferredLoginNameIs, whoseUser } from "#src/domains/user/index.ts";
import type { MemberKind, MemberSort } from "#src/kits/members/index.ts";
import { anyOf, type Filter, filterTree, textFilter, timestampFilter } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Both generations ask the same questions; they name project grants differently. */
export type AdministratorFilter = FilterV2 | FilterV2beta;
type Resource = Extract<AdministratorFilter["filter"], { case: "resource" }>["value"]["resource"];

/** By the contract's number: user, creation, change. */
export const administratorSort = (column: number): MemberSort | undefined =>
  ([undefined, "user", "created", "changed"] as const)[column];

/**
 * The filters of a list of administrators, as a condition on the members of one kind. Those on users are looked up once
 * for all kinds.
 * @throws invalid_argument as `filterTree`, and for a filter that says nothing
 */
export async function administratorConditions(
  ctx: Ctx,
  filters: readonly AdministratorFilter[],
): Promise<(kind: MemberKind) => Sql> {
  const conditions = new Map<AdministratorFilter, Sql>();
  filterTree(filters, (filter) => {
    const condition = userCondition(ctx.instanceId, filter);
    if (condition !== undefined) conditions.set(filter, condition);
    return condition ?? read(filter, "instance");
  });
  const users = new Map(
    await Promise.all(
      [...conditions].map(
        async ([filter, condition]) => [filter, (await whoseUser(ctx, condition))(sql`t.user_id`)] as const,
      ),
    ),
  );
  return (kind) => filterTree(filters, (filter) => users.get(filter) ?? read(filter, kind));
}

/** Of filters on users: what must hold over `listedUsers`. */
function userCondition(instanceId: string, { filter }: AdministratorFilter): Sql | undefined {
  switch (filter.case) {
    case "userOrganizationId":
      return sql`${listedUsers.resourceOwner} = ${filter.value.id}`;
    case "userPreferredLoginName":
      return preferredLoginNameIs(instanceId, filter.value.preferredLoginName, filter.value.method);
    case "userDisplayName":
      return textFilter(listedUsers.displayName, filter.value.method, filter.value.displayName);
    default:
      return undefined;
  }
}

function read({ filter }: AdministratorFilter, kind: MemberKind): Filter<AdministratorFilter> | undefined {
  switch (filter.case) {
    case "creationDate":
      return timestampFilter(sql`t.created_at`, filter.value.method, filter.value.timestamp);
    case "changeDate":
      return timestampFilter(sql`t.changed_at`, filter.value.method, filter.value.timestamp);
    case "inUserIdsFilter":
      return anyOf(sql`t.user_id`, filter.value.ids);
    case "resource":
      return onResource(filter.value.resource, kind);
    case "role":
      return sql`${filter.value.roleKey} = any(t.roles)`;
    case "and":
      return { and: filter.value.queries };
    case "or":
      return { or: filter.value.queries };
    case "not":
      return { not: filter.value.query };
    default:
      return undefined;
  }
}

function onResource(resource: Resource, kind: MemberKind): Sql | undefined {
  const only = (wanted: MemberKind, condition: () => Sql): Sql =>
    kind === wanted ? condition() : sql`false`;
  switch (resource.case) {
    case "instance":
      return sql`${(kind === "instance") === resource.value}::boolean`;
    case "organizationId":
      return only("org", () => sql`t.aggregate_id = ${resource.value}`);
    case "projectId":
      return only("project", () => sql`t.aggregate_id = ${resource.value}`);
    case "projectGrantId":
      return only("project_grant", () => sql`t.grant_id = ${resource.value}`);
    case "projectGrant": {
      const { projectId, organizationId } = resource.value;
      const toOrg = sql`${grantedOrg} = ${organizationId}`;
      return only(
        "project_grant",
        () => sql`t.aggregate_id = ${projectId}
          and ${existsGrant(sql`t.aggregate_id`, sql`t.grant_id`, toOrg)}`,
      );
    }
    case undefined:
      return undefined;
  }
}
