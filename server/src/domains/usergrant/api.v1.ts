import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { UserGrantState as State } from "#contract/zitadel/user_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { projectById } from "#src/domains/project/index.ts";
import { loginNamesOf, shownUser, type UserState, usersByIds } from "#src/domains/user/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { changeRoles, createUserGrant, deactivate, reactivate, remove } from "./commands.ts";
import { requireOwnGrant, searchGrants } from "./search.ts";
import type { UserGrantState } from "./state.ts";

/** A grant with the names of all that it concerns. */
async function grantV1(ctx: Ctx, row: Row<UserGrantState>, user: Row<UserState> | undefined) {
  const [org, userOrg, project] = await Promise.all([
    ctx.config.row(Org, row.owner),
    user && ctx.config.row(Org, user.owner),
    projectById(ctx, row.state.projectId),
  ]);
  return {
    id: row.aggregateId,
    details: details(row),
    roleKeys: [...row.state.roleKeys],
    state: row.state.active ? State.ACTIVE : State.INACTIVE,
    userId: row.state.userId,
    projectId: row.state.projectId,
    projectName: project?.state.name ?? "",
    projectGrantId: row.state.projectGrantId,
    orgId: row.owner,
    orgName: org?.state.name ?? "",
    orgDomain: org?.state.primaryDomain ?? "",
    grantedOrgId: user?.owner ?? "",
    grantedOrgName: userOrg?.state.name ?? "",
    grantedOrgDomain: userOrg?.state.primaryDomain ?? "",
    ...(user
      ? {
          ...shownUser(user),
          userName: user.state.userName,
          preferredLoginName: (await loginNamesOf(ctx, user)).preferred,
        }
      : {}),
  };
}

/** Who manages single projects or grants gives roles of those alone, which the annotations leave open. */
async function requireOnGrant(
  ctx: Ctx,
  permission: string,
  { projectId, projectGrantId }: Pick<UserGrantState, "projectId" | "projectGrantId">,
): Promise<void> {
  await requirePermission(ctx, permission, { orgId: ctx.orgId, projectId, grantId: projectGrantId });
}

/** The grant, once the caller may do that to it. */
async function grantFor(
  ctx: Ctx,
  userId: string,
  grantId: string,
  permission: string,
): Promise<Row<UserGrantState>> {
  const grant = await requireOwnGrant(ctx, userId, grantId);
  await requireOnGrant(ctx, permission, grant.state);
  return grant;
}

/** Roles that users have on projects, given in the context organization. */
export const managementPart = part(ManagementService, {
  async getUserGrantByID({ userId, grantId }, ctx) {
    const row = await grantFor(ctx, userId, grantId, "user.grant.read");
    const users = await usersByIds(ctx, [userId]);
    return { userGrant: await grantV1(ctx, row, users.get(userId)) };
  },
  async listUserGrants({ query, queries }, ctx) {
    const scope = await callerScope(ctx, "user.grant.read");
    const { rows, total } = await searchGrants(ctx, scope, ctx.orgId, queries, listPage(query));
    const users = await usersByIds(
      ctx,
      rows.map(({ state }) => state.userId),
    );
    const result = await Promise.all(rows.map((row) => grantV1(ctx, row, users.get(row.state.userId))));
    return { details: listDetailsV1(total, ctx.now), result };
  },
  async addUserGrant({ userId, projectId, projectGrantId, roleKeys }, ctx) {
    const wanted = { userId, projectId, projectGrantId, roleKeys };
    await requireOnGrant(ctx, "user.grant.write", wanted);
    const row = await createUserGrant(ctx, ctx.orgId, wanted);
    return { userGrantId: row.aggregateId, details: addedV1(row) };
  },
  async updateUserGrant({ userId, grantId, roleKeys }, ctx) {
    const before = await grantFor(ctx, userId, grantId, "user.grant.write");
    const after = await changeRoles(ctx, before, roleKeys);
    if (before.sequence === after.sequence)
      throw precondition("COMMAND-Rs8fy", "Errors.UserGrant.NotChanged");
    return { details: changedV1(after) };
  },
  async deactivateUserGrant({ userId, grantId }, ctx) {
    await grantFor(ctx, userId, grantId, "user.grant.write");
    return { details: changedV1(await deactivate(ctx, grantId)) };
  },
  async reactivateUserGrant({ userId, grantId }, ctx) {
    await grantFor(ctx, userId, grantId, "user.grant.write");
    return { details: changedV1(await reactivate(ctx, grantId)) };
  },
  async removeUserGrant({ userId, grantId }, ctx) {
    await grantFor(ctx, userId, grantId, "user.grant.delete");
    return { details: changedV1(await remove(ctx, grantId)) };
  },
});
