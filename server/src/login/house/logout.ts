/** Logging out: which sessions end, and where it may lead. */
import { type Client, clientById } from "#src/domains/app/index.ts";
import { sessionsOfUserAgent, terminate } from "#src/domains/session/index.ts";
import { verifyOwnJwt } from "#src/domains/webkey/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { LoginBackend, LogoutRequest, Visit } from "../backend.ts";
import { asLogin } from "./sign-in.ts";

/** From the answer on neither the sessions nor any token that was issued for them is good. */
export async function endSessions(ctx: Ctx, visit: Visit, sessionIds: readonly string[]): Promise<void> {
  const own = await sessionsOfUserAgent(ctx, visit.browserId);
  const ended = own.filter(({ aggregateId }) => sessionIds.includes(aggregateId));
  await Promise.all(ended.map(({ aggregateId }) => terminate(asLogin(ctx), aggregateId)));
}

/** What the end_session endpoint says of its caller, after it has checked it. */
export interface LogoutClaims {
  readonly sessionId?: string;
  readonly clientId?: string;
  /** Checked against the client already; with its `state`. */
  readonly redirectUri?: string;
}

export const readLogout: LoginBackend<Ctx>["readLogout"] = async (ctx, visit, query) => {
  const claims = query.logoutToken === undefined ? {} : await readLogoutToken(ctx, query.logoutToken);
  const redirectUri = query.postLogoutRedirect ?? claims.redirectUri;
  if (redirectUri !== undefined) {
    const client = claims.clientId === undefined ? undefined : await clientById(ctx, claims.clientId);
    if (!mayLeadTo(redirectUri, { origin: ctx.origin, claims, client }))
      throw invalid("LOGIN-lR8d1", "Errors.Login.LogoutInvalid", { field: "post_logout_redirect" });
  }
  return { ...(redirectUri === undefined ? {} : { redirectUri }), ...(await ownSession(ctx, visit, claims)) };
};

async function ownSession(
  ctx: Ctx,
  visit: Visit,
  { sessionId }: LogoutClaims,
): Promise<Pick<LogoutRequest, "sessionId">> {
  if (sessionId === undefined) return {};
  const own = await sessionsOfUserAgent(ctx, visit.browserId);
  return own.some(({ aggregateId }) => aggregateId === sessionId) ? { sessionId } : {};
}

/** Made for these pages alone: an ID token is signed by the same key and must not pass for one. */
export const logoutAudience = (origin: string): string => `${origin}/ui/v2/login/logout`;

async function readLogoutToken(ctx: Ctx, token: string): Promise<LogoutClaims> {
  const claims = await verifyOwnJwt(ctx, token);
  const isFresh = typeof claims?.exp === "number" && claims.exp * 1000 > ctx.now.getTime();
  if (claims === undefined || !isFresh || claims.aud !== logoutAudience(ctx.origin))
    throw invalid("LOGIN-lT3k9", "Errors.Login.LogoutInvalid", { field: "logout_token" });
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const read = {
    sessionId: text("sid"),
    clientId: text("client_id"),
    redirectUri: text("post_logout_redirect_uri"),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

interface Trusted {
  readonly origin: string;
  readonly claims: LogoutClaims;
  readonly client: Client | undefined;
}

/** Where the token says, where the client has registered (with a `state` added), or to a page of this origin. */
export function mayLeadTo(target: string, { origin, claims, client }: Trusted): boolean {
  if (target === claims.redirectUri) return true;
  if (!URL.canParse(target)) return false;
  const url = new URL(target);
  if (url.origin === origin) return true;
  const registered = client?.config.kind === "oidc" ? client.config.postLogoutRedirectUris : [];
  url.searchParams.delete("state");
  return registered.some((uri) => uri === target || (URL.canParse(uri) && new URL(uri).href === url.href));
}
