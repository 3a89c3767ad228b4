import type { Client } from "#src/domains/app/index.ts";
import { type TokenInfo, verifyAccessToken } from "#src/domains/token/index.ts";
import { loginNamesOf } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { acrOf } from "./acr.ts";
import { amrOf } from "./amr.ts";
import { factsFor } from "./claim-facts.ts";
import { claimsOf, planClaims, planRoles } from "./claims.ts";
import { authenticateClient, methodOf } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { roleViewOf } from "./looks.ts";
import { requireParam } from "./params.ts";
import { wishesOf } from "./scopes.ts";
import { type Answer, json, type Turn } from "./turn.ts";

/** The introspection endpoint (RFC 7662), for APIs and other clients that can authenticate. */
export async function introspect(turn: Turn): Promise<Answer> {
  const presented = requireParam(turn.params, "token");
  // At the same time, since neither needs the other; nothing of the token is told unless both succeed.
  const [client, token] = await Promise.all([
    authenticateClient(turn),
    verifyAccessToken(turn.ctx, presented),
  ]);
  if (methodOf(client) === "none")
    throw new OAuthError(
      "invalid_client",
      "OIDC-In1pu",
      "parameter client_id: a public client may not introspect",
    );
  if (!token || !isFor(token, client)) return json({ active: false });
  return json(await describe(turn.ctx, token, client));
}

/** Nobody learns of tokens that are meant for others. A personal access token is meant for all of its instance. */
const isFor = ({ kind, audience }: TokenInfo, { clientId, projectId }: Client): boolean =>
  kind === "pat" || audience.includes(clientId) || audience.includes(projectId);

const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000);

async function describe(ctx: Ctx, token: TokenInfo, client: Client): Promise<object> {
  const { user } = token;
  const wishes = wishesOf(token.scope);
  const asked = token.kind === "pat" ? { ...wishes, allProjectRoles: true } : wishes;
  const plan = planClaims(asked, true, planRoles(asked, roleViewOf(client), [], true));
  const subject = { userId: user.aggregateId, orgId: user.owner, user };
  const [facts, names] = await Promise.all([factsFor(ctx, subject, [plan]), loginNamesOf(ctx, user)]);
  const issuedAt = secondsOf(token.issuedAt);
  const acr = acrOf(token.authMethods, token.acrValues);
  return {
    ...claimsOf(plan, facts),
    active: true,
    scope: token.scope.join(" "),
    ...(token.clientId === "" ? {} : { client_id: token.clientId }),
    token_type: "Bearer",
    exp: secondsOf(token.expiresAt),
    iat: issuedAt,
    nbf: issuedAt,
    auth_time: secondsOf(token.authTime),
    aud: token.kind === "pat" ? [client.clientId, client.projectId] : token.audience,
    amr: amrOf(token.authMethods),
    ...(acr === undefined ? {} : { acr }),
    iss: ctx.origin,
    jti: token.tokenId,
    sub: user.aggregateId,
    username: names.preferred,
  };
}
