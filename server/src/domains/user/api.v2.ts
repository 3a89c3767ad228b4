import { type CreateUserRequest, UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { requireOrg } from "#src/domains/org/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part, timestamp } from "#src/platform/rpc/index.ts";
import { requireMayChange, requireOnUser, requireSelfOrOnUser } from "./access.ts";
import { sharedHandlers } from "./handlers.v2.ts";
import { changeHuman, type HumanChanges } from "./human-changes.ts";
import { createHuman } from "./human-commands.ts";
import { skipMfaSetup } from "./lifecycle-commands.ts";
import { changeMachineUser, createMachine } from "./machine-commands.ts";
import { humanChangesFrom, newHumanFrom, passwordFrom } from "./requests.v2.ts";
import { tokenTypeOf } from "./translate.v2.ts";

async function createMachineFrom(ctx: Ctx, request: CreateUserRequest, orgId: string) {
  if (request.userType.case !== "machine")
    throw invalid("V2-Ut1no", "Errors.Invalid.Argument", { field: "userType" });
  const { name, description, accessTokenType } = request.userType.value;
  const row = await createMachine(ctx, {
    orgId,
    userId: request.userId,
    userName: request.username,
    name,
    description,
    accessTokenType: tokenTypeOf(accessTokenType),
    metadata: request.metadata,
  });
  return { id: row.aggregateId, creationDate: timestamp(row.createdAt) };
}

/** Users: people and service users. Everyone sees and changes themselves; others need a permission at the user's organization. */
export const userPart = part(UserService, {
  ...sharedHandlers,
  async createUser(request, ctx) {
    const orgId = request.organizationId;
    await requireOrg(ctx, orgId);
    await requirePermission(ctx, "user.write", { orgId });
    if (request.userType.case !== "human") return createMachineFrom(ctx, request, orgId);
    const human = newHumanFrom(request.userType.value);
    const { row, emailCode, phoneCode } = await createHuman(ctx, {
      ...human,
      // Of a key given in both places the newer one's value counts.
      metadata: [...(human.metadata ?? []), ...request.metadata],
      orgId,
      userId: request.userId,
      userName: request.username,
    });
    return { id: row.aggregateId, creationDate: timestamp(row.createdAt), emailCode, phoneCode };
  },
  async updateUser({ userId, username, userType, ...request }, ctx) {
    const metadata = request.metadata.length === 0 ? undefined : request.metadata;
    if (userType.case === "machine") {
      await requireOnUser(ctx, userId, "user.write");
      const { name, description, accessTokenType } = userType.value;
      const row = await changeMachineUser(ctx, userId, {
        userName: username,
        name,
        description,
        accessTokenType: accessTokenType === undefined ? undefined : tokenTypeOf(accessTokenType),
        metadata,
      });
      return { changeDate: timestamp(row.changedAt) };
    }
    const changes: HumanChanges = { userName: username, ...humanChangesFrom(userType.value), metadata };
    await requireMayChange(ctx, userId, changes);
    const wanted = userType.value?.password;
    const password = wanted && (await passwordFrom(ctx, userId, wanted));
    const { row, emailCode, phoneCode } = await changeHuman(ctx, userId, { ...changes, password });
    return { changeDate: timestamp(row.changedAt), emailCode, phoneCode };
  },
  async humanMFAInitSkipped({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await skipMfaSetup(ctx, userId)) };
  },
});
