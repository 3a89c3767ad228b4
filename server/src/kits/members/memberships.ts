import { identifier, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Store } from "#src/platform/eventstore/index.ts";
import type { Membership } from "#src/platform/request/index.ts";
import { type MemberKind, type MemberOwner, memberEntity } from "./member.ts";

interface MembershipRow {
  readonly kind: Membership["kind"];
  readonly object_id: string;
  readonly owner_id: string;
  readonly granted_org_id: string | null;
  readonly aggregate_id: string;
  readonly roles: readonly string[];
}

/**
 * A published view of project grants: `(instance_id, project_id, grant_id, granted_org_id)`. A grant's members
 * act in the organization that was granted, which their own rows do not know. Who manages a grant that is gone
 * manages nothing, even before a job has tidied up.
 */
export interface GrantView {
  readonly view: string;
}

/** Everything that a user manages in an instance, in one statement: an index probe per kind of owner. */
export async function membershipsOf(
  store: Pick<Store, "query">,
  instanceId: string,
  userId: string,
  grants?: GrantView,
): Promise<readonly Membership[]> {
  const rows = await store.query<MembershipRow>(membershipsStatement(instanceId, userId, grants));
  return rows.map(membershipFrom);
}

/** A membership with the project that a grant is of. */
export interface PlacedMembership extends Membership {
  readonly projectId?: string;
}

/** As `membershipsOf`, for those who ask who may give them. */
export async function placedMembershipsOf(
  store: Pick<Store, "query">,
  instanceId: string,
  userId: string,
  grants: GrantView,
): Promise<readonly PlacedMembership[]> {
  const rows = await store.query<MembershipRow>(membershipsStatement(instanceId, userId, grants));
  return rows.map((row) => ({
    ...membershipFrom(row),
    ...(row.kind === "project_grant" ? { projectId: row.aggregate_id } : {}),
  }));
}

const membershipFrom = (row: MembershipRow): Membership => ({
  kind: row.kind,
  objectId: row.object_id,
  ownerId: row.owner_id,
  ...(row.granted_org_id === null ? {} : { grantedOrgId: row.granted_org_id }),
  roles: row.roles,
});

/** Where a user is a member, `limit` places at most, for the cascade after the user's removal. */
export async function memberOwnersOf(
  store: Pick<Store, "query">,
  instanceId: string,
  userId: string,
  limit: number,
): Promise<readonly MemberOwner[]> {
  const rows = await store.query<MembershipRow>(
    sql`${membershipsStatement(instanceId, userId)} limit ${limit}`,
  );
  return rows.map((row): MemberOwner => {
    if (row.kind === "project_grant")
      return { kind: row.kind, projectId: row.aggregate_id, grantId: row.object_id };
    return { kind: row.kind === "iam" || row.kind === "system" ? "instance" : row.kind, id: row.object_id };
  });
}

export function membershipsStatement(instanceId: string, userId: string, grants?: GrantView): Sql {
  const none = sql`null::text`;
  const grant = grants
    ? sql`join ${identifier(grants.view)} g
        on g.instance_id = t.instance_id and g.project_id = t.aggregate_id and g.grant_id = t.grant_id`
    : sql``;
  const from = (kind: MemberKind, name: Membership["kind"], objectId: Sql, grantedOrgId: Sql): Sql =>
    sql`select ${name}::text as kind, ${objectId} as object_id, t.owner as owner_id,
          ${grantedOrgId} as granted_org_id, t.aggregate_id, t.roles
        from ${identifier(memberEntity(kind).table)} t ${kind === "project_grant" ? grant : sql``}
        where t.instance_id = ${instanceId} and t.user_id = ${userId}`;
  return join(
    [
      from("instance", "iam", sql`t.aggregate_id`, none),
      from("org", "org", sql`t.aggregate_id`, none),
      from("project", "project", sql`t.aggregate_id`, none),
      from("project_grant", "project_grant", sql`t.grant_id`, grants ? sql`g.granted_org_id` : none),
    ],
    " union all ",
    "",
  );
}
