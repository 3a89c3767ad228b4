import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { listPage } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { ownGrantFor, requireOnGrant } from "./access.ts";
import { changeRoles, createUserGrant, deactivate, reactivate, remove, removeAll } from "./commands.ts";
import { throughGrant } from "./queries.ts";
import { searchGrants } from "./search.ts";
import { shownGrants } from "./shown.ts";
import { grantV1 } from "./translate.ts";

/** Roles that users have on projects, given in the context organization. */
export const managementPart = part(ManagementService, {
  async getUserGrantByID({ userId, grantId }, ctx) {
    const [userGrant] = await shownGrants(ctx, [await ownGrantFor(ctx, userId, grantId, "user.grant.read")]);
    return userGrant ? { userGrant: grantV1(userGrant) } : {};
  },
  async listUserGrants({ query, queries }, ctx) {
    const scope = await callerScope(ctx, "user.grant.read");
    const { rows, total } = await searchGrants(
      ctx,
      scope,
      ctx.orgId,
      queries,
      listPage(query, ctx.pageLimits),
    );
    const result = (await shownGrants(ctx, rows)).map(grantV1);
    return { details: listDetailsV1(total, ctx.now), result };
  },
  /** Who does not name the project's grant means the one that the organization has. */
  async addUserGrant({ userId, projectId, projectGrantId: named, roleKeys }, ctx) {
    const projectGrantId = named || (await throughGrant(ctx, projectId, ctx.orgId)) || "";
    const wanted = { userId, projectId, projectGrantId, roleKeys };
    await requireOnGrant(ctx, "user.grant.write", ctx.orgId, wanted);
    const row = await createUserGrant(ctx, ctx.orgId, wanted);
    return { userGrantId: row.aggregateId, details: addedV1(row) };
  },
  async updateUserGrant({ userId, grantId, roleKeys }, ctx) {
    const before = await ownGrantFor(ctx, userId, grantId, "user.grant.write");
    const after = await changeRoles(ctx, before, roleKeys);
    if (before.sequence === after.sequence)
      throw precondition("COMMAND-Rs8fy", "Errors.UserGrant.NotChanged");
    return { details: changedV1(after) };
  },
  async deactivateUserGrant({ userId, grantId }, ctx) {
    await ownGrantFor(ctx, userId, grantId, "user.grant.write");
    return { details: changedV1(await deactivate(ctx, grantId)) };
  },
  async reactivateUserGrant({ userId, grantId }, ctx) {
    await ownGrantFor(ctx, userId, grantId, "user.grant.write");
    return { details: changedV1(await reactivate(ctx, grantId)) };
  },
  async removeUserGrant({ userId, grantId }, ctx) {
    await ownGrantFor(ctx, userId, grantId, "user.grant.delete");
    return { details: changedV1(await remove(ctx, grantId)) };
  },
  /** All or none. */
  async bulkRemoveUserGrant({ grantId }, ctx) {
    await removeAll(ctx, grantId, (grant) =>
      requireOnGrant(ctx, "user.grant.delete", ctx.orgId, grant.state),
    );
    return {};
  },
});
