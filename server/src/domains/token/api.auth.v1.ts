import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { requireUser } from "#src/domains/user/index.ts";
import { changedV1, details, listDetailsV1, part, timestamp } from "#src/platform/rpc/index.ts";
import {
  type Renewable,
  refreshTokensOf,
  revokeRefreshToken,
  revokeRefreshTokensOf,
} from "./refresh-tokens.ts";

const at = (time: string) => timestamp(new Date(time));

const refreshTokenV1 = (row: Renewable) => ({
  id: row.aggregateId,
  details: details(row),
  clientId: row.state.clientId,
  authTime: at(row.state.authTime),
  idleExpiration: at(row.state.refreshToken.idleExpiresAt),
  expiration: at(row.state.refreshToken.expiresAt),
  scopes: [...row.state.scope],
  audience: [...row.state.audience],
});

/** The applications that people stay logged in to, as they see it themselves. */
export const authPart = part(AuthService, {
  async listMyRefreshTokens(_request, ctx) {
    const { aggregateId } = await requireUser(ctx, ctx.caller.userId);
    const tokens = await refreshTokensOf(ctx, aggregateId);
    return { details: listDetailsV1(tokens.length, ctx.now), result: tokens.map(refreshTokenV1) };
  },
  async revokeMyRefreshToken({ id }, ctx) {
    return { details: changedV1(await revokeRefreshToken(ctx, ctx.caller.userId, id)) };
  },
  async revokeAllMyRefreshTokens(_request, ctx) {
    const { aggregateId } = await requireUser(ctx, ctx.caller.userId);
    await revokeRefreshTokensOf(ctx, aggregateId);
    return {};
  },
});
