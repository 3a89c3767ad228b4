import { effectiveOidcSettings } from "#src/domains/oidcsettings/index.ts";
import type { Issued } from "#src/domains/token/index.ts";
import { signJwt, WebKey } from "#src/domains/webkey/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requestedAudience } from "./audience.ts";
import { factsFor, type Subject } from "./claim-facts.ts";
import { type ClaimPlan, claimsOf, planClaims, planRoles, type RoleView } from "./claims.ts";
import { accessTokenClaims, atHashOf, type IssuedFacts, idTokenClaims } from "./jwt-claims.ts";
import { type Wishes, wishesOf } from "./scopes.ts";
import { type Answer, json } from "./turn.ts";

/** How the tokens of an application, or of a service user, look. */
export interface TokenLook {
  readonly accessTokenIsJwt: boolean;
  readonly rolesInAccessToken: boolean;
  readonly rolesInIdToken: boolean;
  readonly personInIdToken: boolean;
  readonly skewSeconds: number;
  /** The instance's setting when left out. */
  readonly idTokenLifetimeSeconds?: number;
  /** The client's project; undefined for service users. */
  readonly roleView: RoleView | undefined;
}

const millisPerSecond = 1000;
const secondsOf = (rfc3339: string): number => Math.floor(Date.parse(rfc3339) / millisPerSecond);

/** The successful answer of the token endpoint (RFC 6749 section 5.1, OIDC Core section 3.1.3.3). */
export async function tokenAnswer(
  ctx: Ctx,
  issued: Issued,
  subject: Omit<Subject, "userId" | "orgId">,
  look: TokenLook,
): Promise<Answer> {
  const scope = issued.session.accessToken?.scope ?? issued.session.scope;
  const wishes = wishesOf(scope);
  if (!look.accessTokenIsJwt && !wishes.openid) return answerOf(issued, scope, issued.accessToken);
  const plans = await plansOf(ctx, wishes, look);
  const wanted = [...(look.accessTokenIsJwt ? [plans.access] : []), ...(wishes.openid ? [plans.id] : [])];
  const { userId, userOrgId } = issued.session;
  const claims = await factsFor(ctx, { ...subject, userId, orgId: userOrgId }, wanted);
  const facts = factsOf(ctx, issued, look);
  const accessToken = look.accessTokenIsJwt
    ? await signJwt(ctx, accessTokenClaims(facts, claimsOf(plans.access, claims)))
    : issued.accessToken;
  const idToken = wishes.openid
    ? await signIdToken(ctx, facts, look, accessToken, claimsOf(plans.id, claims))
    : undefined;
  return answerOf(issued, scope, accessToken, idToken);
}

const answerOf = (issued: Issued, scope: readonly string[], accessToken: string, idToken?: string): Answer =>
  json({
    access_token: accessToken,
    token_type: "Bearer",
    expires_in: issued.expiresInSeconds,
    scope: scope.join(" "),
    ...(issued.refreshToken === undefined ? {} : { refresh_token: issued.refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
  });

async function plansOf(
  ctx: Ctx,
  wishes: Wishes,
  look: TokenLook,
): Promise<{ readonly access: ClaimPlan; readonly id: ClaimPlan }> {
  const roles = planRoles(wishes, look.roleView, await requestedAudience(ctx, wishes));
  return {
    access: planClaims(wishes, false, look.rolesInAccessToken ? roles : undefined),
    id: planClaims(wishes, look.personInIdToken, look.rolesInIdToken ? roles : undefined),
  };
}

function factsOf(ctx: Ctx, { session, tokenId }: Issued, { skewSeconds }: TokenLook): IssuedFacts {
  const now = ctx.now.toISOString();
  return {
    issuer: ctx.origin,
    userId: session.userId,
    audience: session.audience,
    clientId: session.clientId,
    tokenId,
    issuedAt: secondsOf(session.accessToken?.issuedAt ?? now),
    accessExpiresAt: secondsOf(session.accessToken?.expiresAt ?? now),
    authTime: secondsOf(session.authTime),
    authMethods: session.authMethods,
    acrValues: session.acrValues,
    nonce: session.nonce,
    sessionId: session.sessionId,
    skewSeconds,
  };
}

async function signIdToken(
  ctx: Ctx,
  facts: IssuedFacts,
  look: TokenLook,
  accessToken: string,
  more: Readonly<Record<string, unknown>>,
): Promise<string> {
  const [key, settings] = await Promise.all([
    ctx.config.by(WebKey, "status", "active"),
    effectiveOidcSettings(ctx),
  ]);
  const atHash = atHashOf(accessToken, key?.state.publicKey.alg ?? "RS256");
  const lifetimeSeconds = look.idTokenLifetimeSeconds ?? settings.idTokenLifetimeSeconds;
  return signJwt(ctx, idTokenClaims(facts, { lifetimeSeconds, atHash }, more));
}
