import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { listPage } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import { addedV1, changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { changeHuman } from "./human-changes.ts";
import { createHuman } from "./human-commands.ts";
import { deactivate, lock, reactivate, remove, unlock } from "./lifecycle-commands.ts";
import { loginNamesOf } from "./login-names.ts";
import { changeMachineUser } from "./machine-commands.ts";
import { refuseUnchanged, requireOwnUser } from "./own.ts";
import { findByLoginName, isUserNameFree } from "./queries.ts";
import { newHumanV1 } from "./requests.v1.ts";
import { searchUsers, userSort } from "./search.ts";
import { userV1 } from "./translate.v1.ts";

/** Users of the context organization, as its managers see them. */
export const managementPart = part(ManagementService, {
  async getUserByID({ id }, ctx) {
    const row = await requireOwnUser(ctx, id);
    return { user: userV1(row, await loginNamesOf(ctx, row), ctx.origin) };
  },
  async getUserByLoginNameGlobal({ loginName }, ctx) {
    const [row, another] = await findByLoginName(ctx, loginName);
    if (!row || another) throw notFound("QUERY-Ln0gl", "Errors.User.NotFound");
    return { user: userV1(row, await loginNamesOf(ctx, row), ctx.origin) };
  },
  async listUsers({ query, queries, sortingColumn }, ctx) {
    const scope = await callerScope(ctx, "user.read");
    const page = listPage(query, ctx.pageLimits);
    const { rows, total } = await searchUsers(ctx, scope, queries, page, userSort(sortingColumn), ctx.orgId);
    const result = await Promise.all(
      rows.map(async (row) => userV1(row, await loginNamesOf(ctx, row), ctx.origin)),
    );
    return { details: listDetailsV1(total, ctx.now), sortingColumn, result };
  },
  async isUserUnique({ userName, email }, ctx) {
    return { isUnique: await isUserNameFree(ctx, ctx.orgId, userName, email) };
  },
  async addHumanUser(request, ctx) {
    const { initialPassword, email } = request;
    const { row } = await createHuman(ctx, {
      ...newHumanV1(ctx.orgId, request),
      ...(initialPassword === "" ? {} : { password: { plain: initialPassword } }),
      passwordChangeRequired: true,
      mustInitialise: initialPassword === "" || !email?.isEmailVerified,
    });
    return { userId: row.aggregateId, details: addedV1(row) };
  },
  async updateUserName({ userId, userName }, ctx) {
    const before = await requireOwnUser(ctx, userId);
    const after =
      before.state.kind === "human"
        ? (await changeHuman(ctx, userId, { userName })).row
        : await changeMachineUser(ctx, userId, { userName });
    refuseUnchanged(before, after, "COMMAND-6m9gs", "Errors.User.UsernameNotChanged");
    return { details: changedV1(after) };
  },
  async lockUser({ id }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await lock(ctx, id)) };
  },
  async unlockUser({ id }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await unlock(ctx, id)) };
  },
  async deactivateUser({ id }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await deactivate(ctx, id)) };
  },
  async reactivateUser({ id }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await reactivate(ctx, id)) };
  },
  async removeUser({ id }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await remove(ctx, id)) };
  },
});
