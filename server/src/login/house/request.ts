/** The request that a login is for: what it asks, and of which application and organization. */
import { type Client, clientById } from "#src/domains/app/index.ts";
import { type AuthRequestState, authRequestById, isOfBrowser } from "#src/domains/authrequest/index.ts";
import {
  bindDeviceAuth,
  type DeviceAuthState,
  deviceAuthById,
  isPastExpiry,
} from "#src/domains/deviceauth/index.ts";
import { Org, verifiedDomainOwner } from "#src/domains/org/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Prompt, RequestFacts } from "../flow/index.ts";
import type { AnsweredApp, RequestProblem, RequestView, Visit } from "../visit.ts";

/** The organization that an application asked for. */
export interface RequestedOrg {
  /** Empty when nobody has that domain: no account is of it, so none will do. */
  readonly id: string;
  /** When it was asked for by its primary domain. */
  readonly domain?: string;
}

interface OfApplication {
  /** One that may act. */
  readonly client: Client;
  readonly org?: RequestedOrg;
}

/** Of an application that sent the browser here, and that it returns to. */
export interface OidcRequest extends OfApplication {
  readonly kind: "oidc";
  readonly row: Row<AuthRequestState>;
}

/** Of a device that waits elsewhere. */
export interface DeviceRequest extends OfApplication {
  readonly kind: "device";
  readonly row: Row<DeviceAuthState>;
}

export type OpenRequest = OidcRequest | DeviceRequest;

/** Why a request leads nowhere. */
interface Unusable {
  readonly problem: RequestProblem;
  readonly answered?: AnsweredApp;
}

type RequestBrowser = Pick<Visit, "browserId" | "otherBrowserIds">;

const oidcPrefix = "oidc_";
const devicePrefix = "device_";
/** Requests are purged after a day; until then one that old is told apart from one that never was. */
const lifetimeMs = 86_400_000;

/**
 * @param requestId with its prefix, as in `Visit`
 * @param browser the request becomes this browser's, unless it is another's already
 */
export async function readRequest(
  ctx: Ctx,
  requestId: string,
  browser: RequestBrowser,
): Promise<OpenRequest | Unusable> {
  if (requestId.startsWith(devicePrefix))
    return readDevice(ctx, requestId.slice(devicePrefix.length), browser);
  const id = requestId.startsWith(oidcPrefix) ? requestId.slice(oidcPrefix.length) : undefined;
  const row = id === undefined ? undefined : await authRequestById(ctx, id);
  const open = row && (await openRequest(ctx, row));
  if (open === undefined) return { problem: "not_found" };
  if (open.row.state.status !== "added") return { problem: "handled", ...answeredIn(open, browser) };
  if (isOutdated(ctx, open.row)) return { problem: "expired" };
  const { browserId, otherBrowserIds } = browser;
  return (await isOfBrowser(ctx, open.row, browserId, otherBrowserIds)) ? open : { problem: "other_browser" };
}

/**
 * The way on for who comes back to a login that is over. Where the application's pages begin is known of its registered
 * address alone, and nobody else's browser is told; a program on a device has no pages.
 */
function answeredIn(
  { client, row }: OidcRequest,
  { browserId, otherBrowserIds = [] }: RequestBrowser,
): Pick<Unusable, "answered"> {
  const { browserId: of = "", request } = row.state;
  const isOwn = of === browserId || otherBrowserIds.includes(of);
  const isNative = client.config.kind === "oidc" && client.config.applicationType === native;
  if (!isOwn || isNative || !URL.canParse(request.redirect_uri)) return {};
  const { protocol, origin } = new URL(request.redirect_uri);
  return /^https?:$/.test(protocol) ? { answered: { name: client.appName, href: `${origin}/` } } : {};
}

/** Only where its code was entered: nobody is sent to the question with another's device behind it. */
async function readDevice(
  ctx: Ctx,
  id: string,
  { browserId, otherBrowserIds = [] }: RequestBrowser,
): Promise<DeviceRequest | Unusable> {
  const row = await deviceAuthById(ctx, id);
  const open = row && (await openDevice(ctx, row));
  if (open === undefined) return { problem: "not_found" };
  const { browserId: of = "" } = open.row.state;
  if (of !== browserId && !otherBrowserIds.includes(of)) return { problem: "other_browser" };
  if (isPastExpiry(open.row.state, ctx.now)) return { problem: "expired" };
  return open.row.state.status === "initiated" ? open : { problem: "handled" };
}

/** Whose code was entered in this browser; its id as in `Visit`. */
export async function bindDevice(
  ctx: Ctx,
  { row }: Pick<DeviceRequest, "row">,
  browserId: string,
): Promise<string> {
  await bindDeviceAuth(ctx, row.aggregateId, browserId);
  return devicePrefix + row.aggregateId;
}

/** Whether a request is too old to be answered. */
export const isOutdated = ({ now }: Pick<Ctx, "now">, { state }: Row<AuthRequestState>): boolean =>
  now.getTime() - Date.parse(state.createdAt) > lifetimeMs;

/** Undefined when its application, or what that is part of, is no longer active. */
export async function openRequest(ctx: Ctx, row: Row<AuthRequestState>): Promise<OidcRequest | undefined> {
  const { client_id, scope } = row.state.request;
  const application = await applicationOf(ctx, client_id, scope);
  return application && { kind: "oidc", row, ...application };
}

/** The same for a device. */
export async function openDevice(ctx: Ctx, row: Row<DeviceAuthState>): Promise<DeviceRequest | undefined> {
  const application = await applicationOf(ctx, row.state.clientId, row.state.scope);
  return application && { kind: "device", row, ...application };
}

async function applicationOf(
  ctx: Ctx,
  clientId: string,
  scopes: readonly string[],
): Promise<OfApplication | undefined> {
  const [client, org] = await Promise.all([clientById(ctx, clientId), requestedOrg(ctx, scopes)]);
  return client && { client, ...(org === undefined ? {} : { org }) };
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
export function requestFacts(asked: OpenRequest, hintUserId: string | undefined): RequestFacts {
  if (asked.kind === "device") return deviceFacts(asked);
  const { row, client, org } = asked;
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

/** A device asks for nothing but a login. */
const deviceFacts = ({ row, org }: DeviceRequest): RequestFacts => ({
  kind: "device",
  createdAt: new Date(row.state.createdAt),
  prompts: [],
  showSuccessPage: false,
  ...(org === undefined ? {} : { orgId: org.id }),
});

/** For who comes without a request. */
export const visitFacts = (now: Date): RequestFacts => ({
  kind: "visit",
  createdAt: now,
  prompts: [],
  showSuccessPage: false,
});

export function requestView(asked: OpenRequest): RequestView {
  const { client } = asked;
  // A device is told of its answer where it waits.
  if (asked.kind === "device") return { appName: client.appName, uiLocales: [], redirectUri: "" };
  const { row } = asked;
  const { login_hint, ui_locales = [], redirect_uri } = row.state.request;
  return {
    appName: client.appName,
    uiLocales: ui_locales,
    redirectUri: redirect_uri,
    ...(login_hint ? { loginHint: login_hint } : {}),
  };
}
