import { OidcSession, revocable, revokeToken, splitTokenId } from "#src/domains/token/index.ts";
import { verifyOwnJwt } from "#src/domains/webkey/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { authenticateClient } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { requireParam } from "./params.ts";
import type { Answer, Turn } from "./turn.ts";

/** The revocation endpoint (RFC 7009). A token that is not ours, or dead already, is as revoked as can be. */
export async function revoke(turn: Turn): Promise<Answer> {
  const { ctx, params } = turn;
  const client = await authenticateClient(turn);
  const token = requireParam(params, "token");
  const named = revocable(ctx, token) ?? (await namedByJwt(ctx, token));
  const session = named && (await ctx.store.get(OidcSession, ctx.instanceId, named.oidcSessionId));
  if (!named || !session) return { status: 200 };
  if (!session.state.audience.includes(client.clientId))
    throw new OAuthError("invalid_client", "OIDC-Rv1cl", "parameter token was not issued for this client");
  await revokeToken(ctx, named);
  return { status: 200 };
}

/** An access token that is a JWT. */
async function namedByJwt(ctx: Ctx, token: string) {
  if (token.split(".").length !== 3) return undefined;
  const claims = await verifyOwnJwt(ctx, token);
  const ids = claims?.jti === undefined ? undefined : splitTokenId(claims.jti);
  return ids && { ...ids, userId: claims?.sub ?? "", sessionId: "", kind: "access" as const };
}
