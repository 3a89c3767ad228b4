import { fresh, type Ref, type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import { type Budget, limitRules, withinBudgets } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addAuthRequest, bindBrowser, failAuthRequest, type Login, linkLogin } from "./decisions.ts";
import type { AuthRequestAdded, AuthRequestEvent } from "./events.ts";
import { AuthRequest, type AuthRequestState } from "./state.ts";

const budgetOf = ({ instanceId }: Ctx, address: string): Budget => ({
  instanceId,
  rule: limitRules.unfinishedLoginPerAddress,
  subject: address,
});

/**
 * Stores a checked authorization request and gives it an id. It counts against its address until somebody has logged
 * in for it: nobody fills the database with requests, and no number of logins uses the limit up.
 * @throws resource_exhausted LIMIT-m2Sg9
 */
export async function createAuthRequest(
  ctx: Ctx,
  request: AuthRequestAdded,
): Promise<Written<AuthRequestState>> {
  const added = { ...request, remote_ip: ctx.ip };
  const target = fresh(AuthRequest, `V2_${ctx.newId()}`);
  const [row] = await withinBudgets(ctx.limits, [budgetOf(ctx, ctx.ip)], () =>
    ctx.store.execute(ctx, [target], ([before]) => [addAuthRequest(added)(before)]),
  );
  return row;
}

export const authRequestById = (ctx: Ctx, id: string): Promise<Row<AuthRequestState> | undefined> =>
  ctx.store.get(AuthRequest, ctx.instanceId, id);

/** @throws not_found COMMAND-jae5P */
export async function requireAuthRequest(ctx: Ctx, id: string): Promise<Row<AuthRequestState>> {
  const request = await authRequestById(ctx, id);
  if (!request) throw notFound("COMMAND-jae5P", "Errors.AuthRequest.NotExisting");
  return request;
}

/**
 * Whether a request is that browser's: of the first that asks. Who learns or guesses the id of somebody's waiting
 * request cannot answer it with a login of their own, which would put them into the attacker's account.
 * @param otherIds by which the same browser has gone
 */
export async function isOfBrowser(
  ctx: Ctx,
  request: Row<AuthRequestState>,
  browserId: string,
  otherIds: readonly string[] = [],
): Promise<boolean> {
  const isIts = (id: string | undefined): boolean =>
    id === browserId || (id !== undefined && otherIds.includes(id));
  if (request.state.browserId !== undefined) return isIts(request.state.browserId);
  const [{ state }] = await ctx.store.execute(ctx, [ref(AuthRequest, request.aggregateId)], ([before]) => [
    bindBrowser(browserId)(before),
  ]);
  return isIts(state?.browserId);
}

/** Gives a request its login; the URL that carries the code. Whether the login suffices is the caller's to judge. */
export async function finishAuthRequest(
  ctx: Ctx,
  request: Row<AuthRequestState>,
  login: Login,
): Promise<string> {
  await ctx.store.execute(ctx, [ref(AuthRequest, request.aggregateId)], ([before]) => [
    linkLogin(login)(before),
  ]);
  // Of the address that asked, which is not that of a custom login's server.
  const { remote_ip: address } = request.state.request;
  if (address !== undefined) await ctx.limits.giveBack(budgetOf(ctx, address));
  const code = ctx.secrets.sealToken("auth_code", request.aggregateId);
  return callbackUrl(ctx, request.state, { code });
}

/** OAuth error codes by the contract's number (RFC 6749 section 4.1.2.1, OIDC Core section 3.1.2.6). */
const oauthErrors = [
  "server_error",
  "invalid_request",
  "unauthorized_client",
  "access_denied",
  "unsupported_response_type",
  "invalid_scope",
  "server_error",
  "temporarily_unavailable",
  "interaction_required",
  "login_required",
  "account_selection_required",
  "consent_required",
  "invalid_request_uri",
  "invalid_request_object",
  "request_not_supported",
  "request_uri_not_supported",
  "registration_not_supported",
] as const;
export type OAuthError = (typeof oauthErrors)[number];

export interface Refusal {
  readonly error: OAuthError;
  readonly description?: string | undefined;
  readonly uri?: string | undefined;
}

/** The contract's number as an OAuth error; unknown ones are the server's fault. */
export const oauthErrorOf = (reason: number): OAuthError => oauthErrors[reason] ?? "server_error";

/** Ends a request with an error; the URL that carries it. */
export async function refuseAuthRequest(
  ctx: Ctx,
  request: Row<AuthRequestState>,
  refusal: Refusal,
): Promise<string> {
  const reason = oauthErrors.lastIndexOf(refusal.error);
  await ctx.store.execute(ctx, [ref(AuthRequest, request.aggregateId)], ([before]) => [
    failAuthRequest(reason)(before),
  ]);
  return callbackUrl(ctx, request.state, {
    error: refusal.error,
    error_description: refusal.description,
    error_uri: refusal.uri,
  });
}

/** The redirect URI with an answer in its query; `iss` tells a client of many issuers whose it is (RFC 9207). */
function callbackUrl(
  ctx: Ctx,
  { request }: AuthRequestState,
  answer: Readonly<Record<string, string | undefined>>,
): string {
  const url = new URL(request.redirect_uri);
  const fields = { ...answer, state: request.state, iss: request.issuer ?? ctx.origin };
  for (const [name, value] of Object.entries(fields)) if (value) url.searchParams.set(name, value);
  return url.href;
}

/** The request that a code stands for, for the exchange to redeem together with what it issues. */
export function readCode(ctx: Ctx, code: string): Ref<AuthRequestState, AuthRequestEvent> | undefined {
  const id = ctx.secrets.openToken("auth_code", code);
  return id === undefined ? undefined : ref(AuthRequest, id);
}
