import { clientById } from "#src/domains/app/index.ts";
import {
  OidcSession,
  type OidcSessionState,
  revocable,
  revokeToken,
  splitTokenId,
} from "#src/domains/token/index.ts";
import { verifyOwnJwt } from "#src/domains/webkey/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { authenticateClient } from "./client-auth.ts";
import { readCredentials } from "./credentials.ts";
import { OAuthError } from "./errors.ts";
import { requireParam } from "./params.ts";
import { provenByName } from "./service-grants.ts";
import type { Answer, Turn } from "./turn.ts";

/** The revocation endpoint (RFC 7009). A token that is not ours, or dead already, is as revoked as can be. */
export async function revoke(turn: Turn): Promise<Answer> {
  const { ctx, params } = turn;
  const isTheirs = await authenticate(turn);
  const token = requireParam(params, "token");
  const named = revocable(ctx, token) ?? (await namedByJwt(ctx, token));
  const session = named && (await ctx.store.get(OidcSession, ctx.instanceId, named.oidcSessionId));
  if (!named || !session) return { status: 200 };
  if (!isTheirs(session.state))
    throw new OAuthError("invalid_client", "OIDC-Rv1cl", "parameter token was not issued for this client");
  await revokeToken(ctx, named);
  return { status: 200 };
}

/**
 * An application, for tokens whose audience it is of; or a service user by its secret, for its own: as a client of
 * RFC 6749 section 4.4 it got them itself.
 */
async function authenticate(turn: Turn): Promise<(session: OidcSessionState) => boolean> {
  const credentials = readCredentials(turn.params, turn.header("authorization"));
  const bySecret = credentials.method === "basic" || credentials.method === "post";
  if (bySecret && !(await clientById(turn.ctx, credentials.clientId))) {
    const user = await provenByName(turn, credentials.clientId, credentials.secret);
    await turn.countProven();
    return ({ userId }) => userId === user.aggregateId;
  }
  const { clientId } = await authenticateClient(turn);
  return ({ audience }) => audience.includes(clientId);
}

/** An access token that is a JWT. */
async function namedByJwt(ctx: Ctx, token: string) {
  if (token.split(".").length !== 3) return undefined;
  const claims = await verifyOwnJwt(ctx, token);
  const ids = claims?.jti === undefined ? undefined : splitTokenId(claims.jti);
  return ids && { ...ids, userId: claims?.sub ?? "", sessionId: "", kind: "access" as const };
}
