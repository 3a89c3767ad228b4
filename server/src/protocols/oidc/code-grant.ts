import { type Grant, reasons, redeemCode } from "#src/domains/token/index.ts";
import { isUsable, requireUser, type UserState } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { authenticateOidcClient, countOfPublic, methodOf, type OidcClient } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { lookOfClient } from "./looks.ts";
import { type Params, requireParam } from "./params.ts";
import { checkVerifier } from "./pkce.ts";
import { tellOfLogout } from "./tell-of-logout.ts";
import { tokenAnswer } from "./token-answer.ts";
import type { Answer, Turn } from "./turn.ts";

type Requested = Parameters<Parameters<typeof redeemCode>[2]>[0];

/** RFC 6749 section 4.1.2 recommends ten minutes at most. */
const codeLifetimeMillis = 10 * 60 * 1000;

/** Tokens for a code (RFC 6749 section 4.1.3). */
export async function codeGrant(turn: Turn): Promise<Answer> {
  const { ctx, params } = turn;
  const client = await authenticateOidcClient(turn);
  if (!client.config.grantTypes.includes(0))
    throw new OAuthError(
      "unauthorized_client",
      "OIDC-Co1gt",
      "parameter grant_type: not set up for the client",
    );
  const code = requireParam(params, "code");
  let user: Row<UserState> | undefined;
  const issued = await redeemCode(ctx, code, async (requested) => {
    checkCode(requested, client, params, ctx.now);
    user = await requireUser(ctx, requested.login.userId);
    if (!(await isUsable(ctx, user)))
      throw refused("OIDC-Co5na", "parameter code: the user or their organization is not active");
    await countOfPublic(turn, client);
    await tellOfLogout(ctx, client, { ...requested.login, oidcSessionId: requested.row.aggregateId });
    return grantOf(requested, client, user.owner);
  });
  return tokenAnswer(ctx, issued, { user }, lookOfClient(client));
}

const refused = (id: string, text: string) => new OAuthError("invalid_grant", id, text);

/** A code is good for the client, the redirect URI and the challenge it was asked for with, and for a short time. */
function checkCode({ row }: Requested, client: OidcClient, params: Params, now: Date): void {
  const { request } = row.state;
  if (request.client_id !== client.clientId)
    throw refused("OIDC-Co2cl", "parameter code was issued to another client");
  if (requireParam(params, "redirect_uri") !== request.redirect_uri)
    throw refused("OIDC-Co3ru", "parameter redirect_uri is not the one of the authorization request");
  // The last change of an unredeemed request is the code itself.
  if (now.getTime() - row.changedAt.getTime() > codeLifetimeMillis)
    throw refused("OIDC-Co4ex", "parameter code has expired");
  checkVerifier(request.code_challenge, params.get("code_verifier"), methodOf(client) === "none");
}

const grantOf = ({ row, login }: Requested, client: OidcClient, userOrgId: string): Grant => ({
  userId: login.userId,
  userOrgId,
  sessionId: login.sessionId,
  clientId: client.clientId,
  audience: row.state.request.audience,
  scope: row.state.request.scope,
  authMethods: login.authMethods,
  authTime: login.authTime,
  nonce: row.state.request.nonce,
  acrValues: row.state.request.acr_values,
  reason: reasons.authRequest,
  withRefreshToken: row.state.request.need_refresh_token === true && client.config.grantTypes.includes(2),
});
