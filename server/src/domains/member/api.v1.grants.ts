import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { type MemberOwner, memberRoles } from "#src/kits/members/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { type Action, managedGrant } from "./access.ts";
import { add, change, remove } from "./commands.ts";
import { listV1 } from "./list.v1.ts";

interface GrantRequest {
  readonly projectId: string;
  readonly grantId: string;
}

/**
 * The grant, which the context organization gave or was given, once the caller may do that to its members: the
 * annotations let managers of any single grant or project in.
 */
async function grantFor(
  ctx: Ctx,
  { projectId, grantId }: GrantRequest,
  action: Action,
): Promise<MemberOwner> {
  const { owner, places } = await managedGrant(ctx, { projectId, grantId });
  const place = places.find(({ orgId }) => orgId === ctx.orgId);
  if (!place) throw notFound("MEMBER-Gr3nf", "Errors.Project.Grant.NotFound");
  await requirePermission(ctx, `project.grant.member.${action}`, place);
  return owner;
}

/** Managers of project grants, for both sides of a grant. */
export const managementGrantPart = part(ManagementService, {
  async listProjectGrantMemberRoles(_request, ctx) {
    const result = [...memberRoles("project_grant", false)];
    return { details: listDetailsV1(result.length, ctx.now), result };
  },
  async listProjectGrantMembers({ query, queries, ...named }, ctx) {
    return listV1(ctx, await grantFor(ctx, named, "read"), { query, queries });
  },
  async addProjectGrantMember({ userId, roles, ...named }, ctx) {
    return { details: addedV1(await add(ctx, await grantFor(ctx, named, "write"), userId, roles)) };
  },
  async updateProjectGrantMember({ userId, roles, ...named }, ctx) {
    const owner = await grantFor(ctx, named, "write");
    return { details: changedV1(await change(ctx, owner, userId, roles, { refuseUnchanged: true })) };
  },
  async removeProjectGrantMember({ userId, ...named }, ctx) {
    return { details: changedV1(await remove(ctx, await grantFor(ctx, named, "delete"), userId)) };
  },
});
