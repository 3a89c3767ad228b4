import { clientById } from "#src/domains/app/index.ts";
import { type AuthRequestAdded, createAuthRequest } from "#src/domains/authrequest/index.ts";
import { allowedLanguages, instanceOf } from "#src/domains/instance/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { ProjectRole } from "#src/domains/project/index.ts";
import { verifyOwnJwt } from "#src/domains/webkey/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { readLevel } from "./acr.ts";
import { audienceOf } from "./audience.ts";
import {
  checkResponseMode,
  checkResponseType,
  readHints,
  readPrompt,
  refuseRequestObjects,
} from "./authorize-params.ts";
import { readOnlyUser } from "./claims-parameter.ts";
import { methodOf, type OidcClient, requireOidc } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { loginUrl } from "./login-url.ts";
import { requireParam, requireSound } from "./params.ts";
import { readChallenge } from "./pkce.ts";
import { checkRedirectUri } from "./redirect-uri.ts";
import { refusalOf } from "./refusal.ts";
import { knownScopes, readScopes, roleScope, type Wishes, wishesOf } from "./scopes.ts";
import { type Answer, redirect, type Turn } from "./turn.ts";

/**
 * The authorization endpoint (RFC 6749 section 4.1.1, OIDC Core section 3.1.2). Until client and redirect URI are
 * known to belong together, a refusal is shown to the person; from then on it goes back to the client.
 */
export async function authorize(turn: Turn): Promise<Answer> {
  const [client, instance] = await Promise.all([activeClient(turn), instanceOf(turn.ctx)]);
  const redirectUri = trustedRedirectUri(turn, client, instance.console.clientId);
  try {
    const request = await readRequest(turn, client, redirectUri);
    const [row, feature] = await Promise.all([
      createAuthRequest(turn.ctx, request),
      turn.parts.loginFeature?.(turn.ctx),
    ]);
    return redirect(turn, loginUrl(turn.ctx.origin, client.config, row.aggregateId, feature));
  } catch (error) {
    const refusal = refusalOf(turn.parts, turn.ctx.requestId, error, "invalid_request");
    return redirect(turn, refusalUrl(turn, redirectUri, refusal));
  }
}

async function activeClient({ ctx, params }: Turn): Promise<OidcClient> {
  const client = await clientById(ctx, requireParam(params, "client_id"));
  if (client) return requireOidc(client);
  throw new OAuthError(
    "unauthorized_client",
    "OIDC-Ba1cl",
    "parameter client_id: there is no such client, or it is not active",
  );
}

function trustedRedirectUri({ ctx, params }: Turn, client: OidcClient, consoleClientId: string): string {
  const redirectUri = requireParam(params, "redirect_uri");
  // The console lives on every host of the instance, whichever were known when it was set up.
  const own = consoleClientId === client.clientId ? [`${ctx.origin}/ui/console/auth/callback`] : [];
  if (own.includes(redirectUri)) return redirectUri;
  const responseType = params.get("response_type")?.includes("token") ? "token" : "code";
  checkRedirectUri(client.config, client.config.redirectUris, redirectUri, responseType);
  return redirectUri;
}

/** The answer of RFC 6749 section 4.1.2.1, with `iss` (RFC 9207). */
function refusalUrl({ ctx, params }: Turn, redirectUri: string, refusal: OAuthError): string {
  const url = new URL(redirectUri);
  const state = params.get("state");
  url.searchParams.set("error", refusal.code);
  url.searchParams.set("error_description", refusal.message);
  if (state !== undefined) url.searchParams.set("state", state);
  url.searchParams.set("iss", ctx.origin);
  return url.href;
}

/** Reads and checks everything that is answered to the client. */
async function readRequest(turn: Turn, client: OidcClient, redirectUri: string): Promise<AuthRequestAdded> {
  const { ctx, params } = turn;
  requireSound(params);
  refuseRequestObjects(params);
  const prompt = readPrompt(params);
  const level = readLevel(params);
  const onlyUser = readOnlyUser(params);
  const scope = await readScope(turn, client);
  checkResponseType(params, client);
  checkResponseMode(params);
  const { devMode } = client.config;
  const challenge = readChallenge(params, { required: methodOf(client) === "none", plainAllowed: devMode });
  const wishes = wishesOf(scope);
  const [audience, hintUserId, languages] = await Promise.all([
    audienceOf(ctx, client, wishes),
    readIdTokenHint(turn),
    allowedLanguages(ctx),
    requireOrgs(ctx, wishes),
  ]);
  return {
    login_client: turn.header("x-zitadel-login-client")?.slice(0, 200) ?? "",
    client_id: client.clientId,
    redirect_uri: redirectUri,
    issuer: ctx.origin,
    response_type: 0,
    response_mode: 1,
    scope,
    audience,
    need_refresh_token: wishes.offlineAccess && client.config.grantTypes.includes(2),
    ...readHints(params, languages),
    ...prompt,
    ...level,
    ...(challenge === undefined ? {} : { code_challenge: challenge }),
    ...(hintUserId === undefined ? {} : { hint_user_id: hintUserId }),
    ...(onlyUser === undefined ? {} : { only_user_id: onlyUser }),
  };
}

/**
 * Known scopes; with all roles of the project where it says so and none was asked for.
 * @param byDefault for requests that may leave the scope out
 */
export async function readScope(
  { ctx, params }: Turn,
  client: OidcClient,
  byDefault: readonly string[] = [],
): Promise<readonly string[]> {
  const given = readScopes(params);
  const asked = given.length === 0 ? byDefault : given;
  if (asked.length === 0) throw new OAuthError("invalid_request", "OIDC-Ba2sc", "parameter scope is missing");
  const { roleKeys, allProjectRoles } = wishesOf(asked);
  const assertAll = client.project.projectRoleAssertion && roleKeys.length === 0 && !allProjectRoles;
  if (roleKeys.length === 0 && !assertAll) return knownScopes(asked, () => false);
  const rows = await ctx.config.rows(ProjectRole, client.projectId);
  const roles = new Set(rows.map(({ state }) => state.key));
  const known = knownScopes(asked, (key) => roles.has(key));
  return assertAll ? [...known, ...[...roles].map(roleScope)] : known;
}

/** Whom the client believes to be logged in. The token may have expired long ago. @throws login_required */
async function readIdTokenHint({ ctx, params }: Turn): Promise<string | undefined> {
  const hint = params.get("id_token_hint");
  if (hint === undefined) return undefined;
  const claims = await verifyOwnJwt(ctx, hint);
  if (claims?.sub) return claims.sub;
  throw new OAuthError("login_required", "OIDC-Ba3hi", "parameter id_token_hint is no token of this issuer");
}

/** @throws invalid_scope when the organization that people are to log in with is not there */
export async function requireOrgs(ctx: Ctx, { orgId }: Wishes): Promise<void> {
  if (orgId === undefined || (await ctx.config.row(Org, orgId))?.state.active) return;
  throw new OAuthError(
    "invalid_scope",
    "OIDC-Ba4or",
    "parameter scope names an organization that is not there, or not active",
  );
}
