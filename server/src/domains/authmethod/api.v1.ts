import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { AuthFactorState } from "#contract/zitadel/user_pb.ts";
import { requireOwnUser } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { listFactors } from "./factors.ts";

const factorsV1 = async (ctx: Ctx, userId: string) => ({
  result: (await listFactors(ctx, userId)).map(({ ready, type }) => ({
    state: ready ? AuthFactorState.READY : AuthFactorState.NOT_READY,
    type,
  })),
});

export const authPart = part(AuthService, {
  listMyAuthFactors: (_request, ctx) => factorsV1(ctx, ctx.caller.userId),
});

export const managementPart = part(ManagementService, {
  async listHumanAuthFactors({ userId }, ctx) {
    await requireOwnUser(ctx, userId);
    return factorsV1(ctx, userId);
  },
});
