import { Org } from "#src/domains/org/index.ts";
import { refreshTokens } from "#src/domains/token/index.ts";
import { authenticateOidcClient, countOfPublic } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { lookOfClient } from "./looks.ts";
import { requireParam } from "./params.ts";
import { narrowedScope, readScopes } from "./scopes.ts";
import { tokenAnswer } from "./token-answer.ts";
import type { Answer, Turn } from "./turn.ts";

/** New tokens for a refresh token, which is replaced as well (RFC 6749 section 6, RFC 9700 section 4.14). */
export async function refreshGrant(turn: Turn): Promise<Answer> {
  const { ctx, params } = turn;
  const client = await authenticateOidcClient(turn);
  if (!client.config.grantTypes.includes(2))
    throw new OAuthError(
      "unauthorized_client",
      "OIDC-Re1gt",
      "parameter grant_type: not set up for the client",
    );
  const token = requireParam(params, "refresh_token");
  const asked = readScopes(params);
  const issued = await refreshTokens(ctx, token, async ({ state }) => {
    if (state.clientId !== client.clientId)
      throw new OAuthError(
        "invalid_grant",
        "OIDC-Re2cl",
        "parameter refresh_token was issued to another client",
      );
    // The user and their login are guarded with the refresh itself.
    if (!(await ctx.config.row(Org, state.userOrgId))?.state.active)
      throw new OAuthError(
        "invalid_grant",
        "OIDC-Re3or",
        "parameter refresh_token: the user's organization is not active",
      );
    const scope = narrowedScope(asked, state.scope);
    await countOfPublic(turn, client);
    return scope;
  });
  return tokenAnswer(ctx, issued, {}, lookOfClient(client));
}
