import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { requireOwnProject } from "#src/domains/project/index.ts";
import { type MemberOwner, memberRoles } from "#src/kits/members/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { add, change, remove } from "./commands.ts";
import { listV1 } from "./list.v1.ts";

const contextOrg = (ctx: Ctx): MemberOwner => ({ kind: "org", id: ctx.orgId });
const instance = (ctx: Ctx): MemberOwner => ({ kind: "instance", id: ctx.instanceId });

/** The project, which must be the context organization's. */
async function ownProject(ctx: Ctx, projectId: string): Promise<MemberOwner> {
  await requireOwnProject(ctx, projectId);
  return { kind: "project", id: projectId };
}

/** This generation refuses a change that changes nothing. */
const unchanged = { refuseUnchanged: true } as const;

async function inDefaultOrg(ctx: Ctx): Promise<boolean> {
  return (await instanceOf(ctx)).defaultOrgId === ctx.orgId;
}

/** Managers of the context organization and of its projects. */
export const managementPart = part(ManagementService, {
  async listOrgMemberRoles(_request, ctx) {
    return { result: [...memberRoles("org", await inDefaultOrg(ctx))] };
  },
  async listOrgMembers(request, ctx) {
    return listV1(ctx, contextOrg(ctx), request);
  },
  async addOrgMember({ userId, roles }, ctx) {
    return { details: addedV1(await add(ctx, contextOrg(ctx), userId, roles)) };
  },
  async updateOrgMember({ userId, roles }, ctx) {
    return { details: changedV1(await change(ctx, contextOrg(ctx), userId, roles, unchanged)) };
  },
  async removeOrgMember({ userId }, ctx) {
    return { details: changedV1(await remove(ctx, contextOrg(ctx), userId)) };
  },
  async listProjectMemberRoles(_request, ctx) {
    const result = [...memberRoles("project", await inDefaultOrg(ctx))];
    return { details: listDetailsV1(result.length, ctx.now), result };
  },
  async listProjectMembers({ projectId, query, queries }, ctx) {
    return listV1(ctx, await ownProject(ctx, projectId), { query, queries });
  },
  async addProjectMember({ projectId, userId, roles }, ctx) {
    return { details: addedV1(await add(ctx, await ownProject(ctx, projectId), userId, roles)) };
  },
  async updateProjectMember({ projectId, userId, roles }, ctx) {
    return {
      details: changedV1(await change(ctx, await ownProject(ctx, projectId), userId, roles, unchanged)),
    };
  },
  async removeProjectMember({ projectId, userId }, ctx) {
    return { details: changedV1(await remove(ctx, await ownProject(ctx, projectId), userId)) };
  },
});

/** Managers of the instance. */
export const adminPart = part(AdminService, {
  async listIAMMemberRoles(_request, ctx) {
    const roles = [...memberRoles("instance", false)];
    return { details: listDetailsV1(roles.length, ctx.now), roles };
  },
  async listIAMMembers(request, ctx) {
    return listV1(ctx, instance(ctx), request);
  },
  async addIAMMember({ userId, roles }, ctx) {
    return { details: addedV1(await add(ctx, instance(ctx), userId, roles)) };
  },
  async updateIAMMember({ userId, roles }, ctx) {
    return { details: changedV1(await change(ctx, instance(ctx), userId, roles, unchanged)) };
  },
  async removeIAMMember({ userId }, ctx) {
    return { details: changedV1(await remove(ctx, instance(ctx), userId)) };
  },
});
