import { clientById } from "#src/domains/app/index.ts";
import { type TokenInfo, verifyAccessToken } from "#src/domains/token/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requestedAudience } from "./audience.ts";
import { factsFor } from "./claim-facts.ts";
import { claimsOf, planClaims, planRoles } from "./claims.ts";
import { OAuthError } from "./errors.ts";
import { roleViewOf } from "./looks.ts";
import { wishesOf } from "./scopes.ts";
import { type Answer, json, type Turn } from "./turn.ts";

/** The userinfo endpoint (OIDC Core section 5.3). */
export async function userinfo(turn: Turn): Promise<Answer> {
  const token = await verifyAccessToken(turn.ctx, bearerOf(turn));
  if (!token) throw new OAuthError("invalid_token", "OIDC-Ui1in", "the access token is invalid");
  await turn.countProven();
  // Without a login it is a service user's, whose client is the service user itself.
  const client = token.sessionId === "" ? undefined : await clientById(turn.ctx, token.clientId);
  if (client) turn.admit(client);
  const claims = await claimsAbout(turn.ctx, token, client && roleViewOf(client));
  return json({ ...claims, sub: token.user.aggregateId });
}

async function claimsAbout(ctx: Ctx, token: TokenInfo, view: ReturnType<typeof roleViewOf> | undefined) {
  const wishes = wishesOf(token.scope);
  const plan = planClaims(wishes, true, planRoles(wishes, view, await requestedAudience(ctx, wishes)));
  const subject = { userId: token.user.aggregateId, orgId: token.user.owner, user: token.user };
  return claimsOf(plan, await factsFor(ctx, subject, [plan]));
}

/**
 * The bearer of the Authorization header or, in a POST, of the form (RFC 6750 section 2); never of the query, which
 * ends up in logs (RFC 9700 section 4.3.2).
 * @throws invalid_request when it comes in both; invalid_token without one
 */
function bearerOf({ method, params, header }: Turn): string {
  const authorization = header("authorization");
  const [, bearer] = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? "") ?? [];
  const inForm = method === "POST" ? params.get("access_token") : undefined;
  if (authorization !== undefined && inForm !== undefined)
    throw new OAuthError("invalid_request", "OIDC-Ui2tw", "parameter access_token is given twice");
  const token = bearer ?? inForm;
  if (token === undefined) throw new OAuthError("invalid_token", "OIDC-Ui3no", "there is no bearer token");
  return token;
}
