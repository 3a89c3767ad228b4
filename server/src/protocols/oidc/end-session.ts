import { clientById } from "#src/domains/app/index.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { type SessionState, sessionById, terminate } from "#src/domains/session/index.ts";
import { signLogout, verifyOwnJwt } from "#src/domains/webkey/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireOidc } from "./client-auth.ts";
import { OAuthError } from "./errors.ts";
import { loggedOutUrl, logoutUrl } from "./login-url.ts";
import { isRegistered } from "./redirect-uri.ts";
import { type Answer, redirect, type Turn } from "./turn.ts";

/** Whose login a client wants ended, as its ID token proves. */
interface Hint {
  readonly clientId: string | undefined;
  /** Undefined for service users. */
  readonly sessionId: string | undefined;
}

const invalidRequest = (id: string, text: string) => new OAuthError("invalid_request", id, text);

/**
 * RP-initiated logout. Nothing ends here that a link alone could end in somebody's browser: the page to log out at ends
 * the session of the hint when it is one of that browser's, and asks about any other.
 */
export async function endSession(turn: Turn): Promise<Answer> {
  const { ctx, parts } = turn;
  const hint = await readHint(turn);
  const clientId = clientIdOf(turn, hint);
  const [back, feature, session] = await Promise.all([
    postLogoutUrl(turn, clientId),
    parts.loginFeature?.(ctx),
    hint?.sessionId === undefined ? undefined : sessionById(ctx, hint.sessionId),
  ]);
  if (hint?.sessionId !== undefined && (await isOver(ctx, session)))
    return redirect(turn, back ?? loggedOutUrl(ctx.origin, feature));
  const notice = { sessionId: session?.aggregateId, clientId, redirectUri: back };
  const token = session || back ? await signLogout(ctx, notice) : undefined;
  const own = session === undefined ? await loginOf(ctx, clientId) : "";
  return redirect(turn, logoutUrl(ctx.origin, { back, token, ...wishesOf(turn) }, feature, own));
}

/** The pages of its own that people log in to the client at; empty for ours. */
async function loginOf(ctx: Ctx, clientId: string | undefined): Promise<string> {
  const config = clientId === undefined ? undefined : (await clientById(ctx, clientId))?.config;
  return config?.kind === "oidc" ? config.loginBaseURI : "";
}

/** Ended before, or purged, which is what is wanted; or ended now, where no page can tell whose it is. */
async function isOver(ctx: Ctx, session: Row<SessionState> | undefined): Promise<boolean> {
  if (session?.state.status !== "active") return true;
  if (session.state.creator === ourPages) return false;
  await terminate(ctx, session.aggregateId);
  return true;
}

/** Who makes sessions that are a browser's. Those of custom logins are their own matter, and no cookie tells whose. */
const ourPages = "LOGIN";

/** What the page may make of the request for the person's convenience. */
const wishesOf = ({ params }: Turn) => ({
  logoutHint: params.get("logout_hint"),
  uiLocales: params.get("ui_locales"),
});

/** The client that asks, as it says or as its ID token says. @throws invalid_request when the two differ */
function clientIdOf({ params }: Turn, hint: Hint | undefined): string | undefined {
  const named = params.get("client_id");
  if (hint?.clientId !== undefined && named !== undefined && hint.clientId !== named)
    throw invalidRequest("OIDC-Es1cl", "parameter client_id is not the client of id_token_hint");
  return named ?? hint?.clientId;
}

/** The token may have expired: whoever comes back after a while still wants to log out. */
async function readHint({ ctx, params }: Turn): Promise<Hint | undefined> {
  const token = params.get("id_token_hint");
  if (token === undefined) return undefined;
  const claims = await verifyOwnJwt(ctx, token);
  if (!claims) throw invalidRequest("OIDC-Es2hi", "parameter id_token_hint is no token of this issuer");
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const clientId = text(claims["azp"]);
  // Other tokens of ours have no authorized party: they must not pass for an ID token.
  return { clientId, sessionId: clientId === undefined ? undefined : text(claims["sid"]) };
}

/** Where to go afterwards: only to where a known client has said that people may be sent. */
async function postLogoutUrl(
  { ctx, params }: Turn,
  clientId: string | undefined,
): Promise<string | undefined> {
  const uri = params.get("post_logout_redirect_uri");
  if (uri === undefined || clientId === undefined) return undefined;
  const [found, { console }] = await Promise.all([clientById(ctx, clientId), instanceOf(ctx)]);
  if (!found) throw invalidRequest("OIDC-Es3cl", "parameter client_id: there is no such client");
  const { config } = requireOidc(found);
  const own = console.clientId === clientId ? [`${ctx.origin}/ui/console/signedout`] : [];
  if (!own.includes(uri) && !isRegistered(config, config.postLogoutRedirectUris, uri))
    throw invalidRequest(
      "OIDC-Es4ru",
      "parameter post_logout_redirect_uri is not one that the application registered",
    );
  const state = params.get("state");
  if (state === undefined) return uri;
  const url = new URL(uri);
  url.searchParams.set("state", state);
  return url.href;
}
