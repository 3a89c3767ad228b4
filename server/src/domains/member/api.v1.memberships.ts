import { ManagementService } from "#contract/zitadel/management_pb.ts";
import type { MemberKind } from "#src/kits/members/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { listMemberships } from "./memberships.v1.ts";
import { inScope } from "./search.ts";

/** The instance, and what belongs to an organization or was granted to it. */
function around(orgId: string, kind: MemberKind): Sql {
  if (kind === "instance") return sql`true`;
  return inScope(kind, { all: false, orgIds: [orgId], projectIds: [], grantIds: [] });
}

/** What a user manages around the context organization, as far as the caller may know. */
export const managementMembershipPart = part(ManagementService, {
  async listUserMemberships({ userId, ...request }, ctx) {
    const scope = await callerScope(ctx, "user.membership.read");
    const visible = (kind: MemberKind): Sql => sql`${around(ctx.orgId, kind)} and ${inScope(kind, scope)}`;
    return listMemberships(ctx, userId, request, visible);
  },
});
