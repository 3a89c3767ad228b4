import type { AuthorizationsSearchFilter as FilterV2 } from "#contract/zitadel/authorization/v2/authorization_pb.ts";
import type { AuthorizationsSearchFilter as FilterV2beta } from "#contract/zitadel/authorization/v2beta/authorization_pb.ts";
import { whoseProjectIsNamed } from "#src/domains/project/index.ts";
import { listedUsers, preferredLoginNameIs, whoseUser } from "#src/domains/user/index.ts";
import { anyOf, emptyFilter, textFilter } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { hasRoleLike } from "./search.ts";

/** v2beta asks for one user, v2 for several; all else is alike. */
export type AuthorizationFilter = FilterV2 | FilterV2beta;

const ofGranted = async (ctx: Ctx, condition: Sql): Promise<Sql> =>
  (await whoseUser(ctx, condition))(sql`t.user_id`);

/** A filter of the later generations. @throws invalid_argument for one that says nothing */
export async function authorizationFilter(ctx: Ctx, { filter }: AuthorizationFilter): Promise<Sql> {
  switch (filter.case) {
    case "authorizationIds":
      return anyOf(sql`t.aggregate_id`, filter.value.ids);
    case "organizationId":
      return sql`t.owner = ${filter.value.id}`;
    case "state":
      return filter.value.state === 1 ? sql`t.active` : sql`not t.active`;
    case "projectId":
      return sql`t.project_id = ${filter.value.id}`;
    case "projectName":
      return (await whoseProjectIsNamed(ctx, filter.value.name, filter.value.method))(sql`t.project_id`);
    case "roleKey":
      return hasRoleLike(ctx, filter.value.key, filter.value.method);
    case "projectGrantId":
      return sql`t.project_grant_id = ${filter.value.id}`;
    default:
      return userFilter(ctx, filter);
  }
}

async function userFilter(ctx: Ctx, filter: AuthorizationFilter["filter"]): Promise<Sql> {
  switch (filter.case) {
    case "userId":
      return sql`t.user_id = ${filter.value.id}`;
    case "inUserIds":
      return anyOf(sql`t.user_id`, filter.value.ids);
    case "userOrganizationId":
      return ofGranted(ctx, sql`${listedUsers.resourceOwner} = ${filter.value.id}`);
    case "userPreferredLoginName":
      return ofGranted(
        ctx,
        preferredLoginNameIs(ctx.instanceId, filter.value.loginName, filter.value.method),
      );
    case "userDisplayName":
      return ofGranted(
        ctx,
        textFilter(listedUsers.displayName, filter.value.method, filter.value.displayName),
      );
    default:
      throw emptyFilter();
  }
}

/** By the contract's number: creation, change, id, user, project, organization, the user's organization. */
export const authorizationSort = (column: number): Sql | undefined =>
  [
    undefined,
    sql`t.created_at`,
    sql`t.changed_at`,
    sql`t.aggregate_id`,
    sql`t.user_id`,
    sql`t.project_id`,
    sql`t.owner`,
    sql`(select ${listedUsers.resourceOwner} from ${listedUsers.from}
      where u.instance_id = t.instance_id and ${listedUsers.id} = t.user_id)`,
  ][column];
