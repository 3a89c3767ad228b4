import type { MembershipQuery } from "#contract/zitadel/user_pb.ts";
import type { MemberKind } from "#src/kits/members/index.ts";
import { emptyFilter } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { inScope } from "./search.ts";

const only = (wanted: MemberKind, kind: MemberKind, condition: Sql): Sql =>
  kind === wanted ? condition : sql`false`;

/** @throws invalid_argument for a query that says nothing */
function fits({ query }: MembershipQuery, kind: MemberKind): Sql {
  switch (query.case) {
    case "iamQuery":
      return sql`${(kind === "instance") === query.value.iam}::boolean`;
    case "orgQuery":
      return only("org", kind, sql`t.aggregate_id = ${query.value.orgId}`);
    case "projectQuery":
      return only("project", kind, sql`t.aggregate_id = ${query.value.projectId}`);
    case "projectGrantQuery":
      return only("project_grant", kind, sql`t.grant_id = ${query.value.projectGrantId}`);
    case undefined:
      throw emptyFilter();
  }
}

/** What a request asks of one user's memberships of one kind. */
export const membershipConditions = (
  userId: string,
  queries: readonly MembershipQuery[],
  kind: MemberKind,
): readonly Sql[] => [sql`t.user_id = ${userId}`, ...queries.map((query) => fits(query, kind))];

/** The instance, and what belongs to an organization or was granted to it. */
function around(orgId: string, kind: MemberKind): Sql {
  if (kind === "instance") return sql`true`;
  return inScope(kind, { all: false, orgIds: [orgId], projectIds: [], grantIds: [] });
}

/** The memberships of others that the caller may know of, around the context organization. */
export async function knownMemberships(ctx: Ctx): Promise<(kind: MemberKind) => readonly Sql[]> {
  const scope = await callerScope(ctx, "user.membership.read");
  return (kind) => [around(ctx.orgId, kind), inScope(kind, scope)];
}
