import { orgByIdOrDomain } from "#src/domains/org/index.ts";
import type { Secrets } from "#src/platform/crypto/index.ts";
import type { ConfigReader, OpenStore } from "#src/platform/eventstore/index.ts";
import { denied } from "#src/platform/failure/index.ts";
import type { Exchange, Tenant } from "#src/platform/http/index.ts";
import type { Limits } from "#src/platform/limits/index.ts";
import type { Outbound } from "#src/platform/outbound/index.ts";
import type { Caller, Ctx, PageLimits } from "#src/platform/request/index.ts";
import type { OrgReference } from "#src/platform/rpc/index.ts";

export interface ContextParts {
  readonly store: OpenStore;
  readonly secrets: Secrets;
  readonly limits: Limits;
  readonly outbound: Outbound;
  readonly newId: () => string;
  /** The database's time. */
  readonly now: () => Date;
  /** How far back the history is shown where the instance does not say it. */
  readonly auditRetentionSeconds?: number;
  /** Of the lists of the second generation. */
  readonly pageLimits?: PageLimits;
}

export const nobody: Caller = {
  kind: "anonymous",
  userId: "",
  orgId: "",
  scopes: [],
  memberships: async () => [],
};

export interface ContextOptions {
  /** The tenant's own, where nothing outside was waited for since the host was looked up: it saves a round trip. */
  readonly config?: ConfigReader | undefined;
  /** One of `serviceNames`; "SYSTEM" when left out. */
  readonly creator?: string;
}

/** The context of one request. Nobody calls yet; `withCaller` says who does. */
export function contextOf(
  parts: ContextParts,
  exchange: Exchange,
  tenant: Tenant,
  { config, creator = "SYSTEM" }: ContextOptions = {},
): Ctx {
  const { store, secrets, limits, outbound, newId, auditRetentionSeconds = 0, pageLimits } = parts;
  return {
    instanceId: tenant.instanceId,
    origin: tenant.origin,
    creator,
    caller: nobody,
    orgId: "",
    now: parts.now(),
    languages: exchange.languages,
    requestId: exchange.requestId,
    ip: exchange.ip,
    userAgent: exchange.userAgent,
    store,
    config: config ?? store.config(tenant.instanceId),
    secrets,
    limits,
    outbound,
    auditRetentionSeconds,
    pageLimits,
    newId,
  };
}

/**
 * Who calls, and for which organization: the one that is named, else the caller's own.
 * @throws permission_denied AUTH-Bs7Ds when the named organization does not exist
 */
export async function withCaller(ctx: Ctx, caller: Caller, org: OrgReference | undefined): Promise<Ctx> {
  const called = { ...ctx, caller, creator: caller.userId || ctx.creator };
  if (org === undefined) return { ...called, orgId: caller.orgId };
  const orgId = await orgByIdOrDomain(ctx, org);
  if (orgId === undefined) throw denied("AUTH-Bs7Ds", "Errors.Org.NotFound");
  return { ...called, orgId };
}
