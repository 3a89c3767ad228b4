/** The authorization request that a login is for: what it asks, and of which application and organization. */
import { type Client, clientById } from "#src/domains/app/index.ts";
import { type AuthRequestState, authRequestById, isOfBrowser } from "#src/domains/authrequest/index.ts";
import { Org, verifiedDomainOwner } from "#src/domains/org/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { RequestProblem, RequestView } from "../backend.ts";
import type { Prompt, RequestFacts } from "../flow/index.ts";

/** The organization that an application asked for. */
export interface RequestedOrg {
  /** Empty when nobody has that domain: no account is of it, so none will do. */
  readonly id: string;
  /** When it was asked for by its primary domain. */
  readonly domain?: string;
}

/** A request of an application that may act. */
export interface OpenRequest {
  readonly row: Row<AuthRequestState>;
  readonly client: Client;
  readonly org?: RequestedOrg;
}

const oidcPrefix = "oidc_";
/** Requests are purged after a day; until then one that old is told apart from one that never was. */
const lifetimeMs = 86_400_000;

/**
 * @param requestId with its prefix, as in `Visit`
 * @param browserId the request becomes this browser's, unless it is another's already
 */
export async function readRequest(
  ctx: Ctx,
  requestId: string,
  browserId: string,
): Promise<OpenRequest | { readonly problem: RequestProblem }> {
  const id = requestId.startsWith(oidcPrefix) ? requestId.slice(oidcPrefix.length) : undefined;
  const row = id === undefined ? undefined : await authRequestById(ctx, id);
  const open = row && (await openRequest(ctx, row));
  if (open === undefined) return { problem: "not_found" };
  if (open.row.state.status !== "added") return { problem: "handled" };
  if (isOutdated(ctx, open.row)) return { problem: "expired" };
  return (await isOfBrowser(ctx, open.row, browserId)) ? open : { problem: "other_browser" };
}

/** Whether a request is too old to be answered. */
export const isOutdated = ({ now }: Pick<Ctx, "now">, { state }: Row<AuthRequestState>): boolean =>
  now.getTime() - Date.parse(state.createdAt) > lifetimeMs;

/** Undefined when its application, or what that is part of, is no longer active. */
export async function openRequest(ctx: Ctx, row: Row<AuthRequestState>): Promise<OpenRequest | undefined> {
  const { client_id, scope } = row.state.request;
  const [client, org] = await Promise.all([clientById(ctx, client_id), requestedOrg(ctx, scope)]);
  return client && { row, client, ...(org === undefined ? {} : { org }) };
}

const orgIdScope = "urn:zitadel:iam:org:id:";
const orgDomainScope = "urn:zitadel:iam:org:domain:primary:";

/** What scopes say about the organization: by its id before by its primary domain (login-flows §2.1). */
export function orgScopes(scopes: readonly string[]): { readonly id?: string; readonly domain?: string } {
  const after = (prefix: string): string | undefined =>
    scopes.find((scope) => scope.startsWith(prefix) && scope.length > prefix.length)?.slice(prefix.length);
  const id = after(orgIdScope);
  if (id !== undefined) return { id };
  const domain = after(orgDomainScope)?.toLowerCase();
  return domain === undefined ? {} : { domain };
}

async function requestedOrg(ctx: Ctx, scopes: readonly string[]): Promise<RequestedOrg | undefined> {
  const { id, domain } = orgScopes(scopes);
  if (id !== undefined) return { id };
  if (domain === undefined) return undefined;
  const ownerId = await verifiedDomainOwner(ctx, domain);
  const org = ownerId === undefined ? undefined : await ctx.config.row(Org, ownerId);
  const isPrimary = org?.state.primaryDomain.toLowerCase() === domain;
  return { id: isPrimary ? org.aggregateId : "", domain };
}

/** By the numbers of the contract. */
const prompts: readonly (Prompt | undefined)[] = [
  undefined,
  "none",
  "login",
  "consent",
  "select_account",
  "create",
];

const nanosPerSecond = 1_000_000_000;
const native = 2;

/** @param hintUserId whom the request's hints name, if they name one user */
export function requestFacts(
  { row, client, org }: OpenRequest,
  hintUserId: string | undefined,
): RequestFacts {
  const { request, createdAt } = row.state;
  const { config } = client;
  return {
    kind: "oidc",
    createdAt: new Date(createdAt),
    prompts: (request.prompt ?? []).map((number) => prompts[number]).filter((one) => one !== undefined),
    showSuccessPage:
      config.kind === "oidc" && config.applicationType === native && !config.skipNativeAppSuccessPage,
    ...(request.max_age === undefined ? {} : { maxAgeSeconds: request.max_age / nanosPerSecond }),
    ...(org === undefined ? {} : { orgId: org.id }),
    ...(hintUserId === undefined ? {} : { hintUserId }),
    ...(request.required_level === undefined ? {} : { requiredLevel: request.required_level }),
  };
}

/** For who comes without a request. */
export const visitFacts = (now: Date): RequestFacts => ({
  kind: "visit",
  createdAt: now,
  prompts: [],
  showSuccessPage: false,
});

export function requestView({ row, client }: OpenRequest): RequestView {
  const { login_hint, ui_locales = [], redirect_uri } = row.state.request;
  return {
    appName: client.appName,
    uiLocales: ui_locales,
    redirectUri: redirect_uri,
    ...(login_hint ? { loginHint: login_hint } : {}),
  };
}
