import type {
  AddHumanUserRequest,
  ListUsersRequest as ListV2,
  SetEmailRequest,
  SetPasswordRequest,
  SetPhoneRequest,
  UpdateHumanUserRequest,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import type { ListUsersRequest as ListV2beta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { requireOrg } from "#src/domains/org/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetails, type Wire } from "#src/platform/rpc/index.ts";
import { requireMayChange, requireOnUser, requireSelfOrOnUser } from "./access.ts";
import { changeHuman, type HumanChanges } from "./human-changes.ts";
import { createHuman } from "./human-commands.ts";
import { deactivate, lock, reactivate, remove, unlock } from "./lifecycle-commands.ts";
import { loginNamesOf } from "./login-names.ts";
import { requireUser } from "./queries.ts";
import { humanChangesFrom, newHumanFrom, orgOf, passwordFrom } from "./requests.v2.ts";
import { searchUsers, userSort } from "./search.ts";
import { userV2, verificationOf } from "./translate.v2.ts";

interface OfUser {
  readonly userId: string;
}

type ListUsers = Pick<ListV2 | ListV2beta, "query" | "queries" | "sortingColumn">;

/** What v2 and v2beta have in common: the same fields, the same behaviour. */
export const sharedHandlers = {
  async addHumanUser(request: Wire<AddHumanUserRequest>, ctx: Ctx) {
    const orgId = await orgOf(ctx, request);
    await requireOrg(ctx, orgId);
    await requirePermission(ctx, "user.write", { orgId });
    const { row, emailCode, phoneCode } = await createHuman(ctx, {
      ...newHumanFrom(request),
      orgId,
      userId: request.userId,
      userName: request.username,
    });
    return { userId: row.aggregateId, details: details(row), emailCode, phoneCode };
  },
  async getUserByID({ userId }: OfUser, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const row = await requireUser(ctx, userId);
    return { details: details(row), user: userV2(row, await loginNamesOf(ctx, row), ctx.origin) };
  },
  async listUsers({ query, queries, sortingColumn }: ListUsers, ctx: Ctx) {
    const scope = await callerScope(ctx, "user.read");
    const { rows, total } = await searchUsers(
      ctx,
      scope,
      queries,
      listPage(query, ctx.pageLimits),
      userSort(sortingColumn),
    );
    const result = await Promise.all(
      rows.map(async (row) => userV2(row, await loginNamesOf(ctx, row), ctx.origin)),
    );
    return { details: listDetails(total, ctx.now), sortingColumn, result };
  },
  async updateHumanUser(request: Wire<UpdateHumanUserRequest>, ctx: Ctx) {
    const { userId, username, profile, email, phone } = request;
    const changes: HumanChanges = { userName: username, ...humanChangesFrom({ profile, email, phone }) };
    await requireMayChange(ctx, userId, changes);
    const password = request.password && (await passwordFrom(ctx, userId, request.password));
    const { row, emailCode, phoneCode } = await changeHuman(ctx, userId, { ...changes, password });
    return { details: details(row), emailCode, phoneCode };
  },
  async setEmail(request: Wire<SetEmailRequest>, ctx: Ctx) {
    const changes = { email: { address: request.email, verification: verificationOf(request) } };
    await requireMayChange(ctx, request.userId, changes);
    const { row, emailCode } = await changeHuman(ctx, request.userId, changes);
    return { details: details(row), verificationCode: emailCode };
  },
  async setPhone(request: Wire<SetPhoneRequest>, ctx: Ctx) {
    const changes = { phone: { number: request.phone, verification: verificationOf(request) } };
    await requireMayChange(ctx, request.userId, changes);
    const { row, phoneCode } = await changeHuman(ctx, request.userId, changes);
    return { details: details(row), verificationCode: phoneCode };
  },
  async removePhone({ userId }: OfUser, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details((await changeHuman(ctx, userId, { removePhone: true })).row) };
  },
  async setPassword({ userId, newPassword, verification }: Wire<SetPasswordRequest>, ctx: Ctx) {
    if (!newPassword) throw invalid("V2-Np4sw", "Errors.User.Password.Empty", { field: "newPassword" });
    const password = await passwordFrom(ctx, userId, {
      passwordType: { case: "password", value: newPassword },
      verification,
    });
    const { row } = await changeHuman(ctx, userId, { password });
    return { details: details(row) };
  },
  async lockUser({ userId }: OfUser, ctx: Ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await lock(ctx, userId)) };
  },
  async unlockUser({ userId }: OfUser, ctx: Ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await unlock(ctx, userId)) };
  },
  async deactivateUser({ userId }: OfUser, ctx: Ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await deactivate(ctx, userId)) };
  },
  async reactivateUser({ userId }: OfUser, ctx: Ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await reactivate(ctx, userId)) };
  },
  async deleteUser({ userId }: OfUser, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.delete");
    return { details: details(await remove(ctx, userId)) };
  },
};
