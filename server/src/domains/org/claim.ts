import { InstanceDomain } from "#src/domains/instance/index.ts";
import type { Job } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { temporaryDomain } from "./domain-name.ts";

/** A domain that somebody holds now: users of other organizations lose names that end in it. */
export interface ClaimedDomain {
  readonly orgId: string;
  readonly domain: string;
  /** What the names end in that those users get instead. */
  readonly temporaryDomain: string;
}

export const claimOf = (ctx: Pick<Ctx, "origin">, orgId: string, domain: string): ClaimedDomain => ({
  orgId,
  domain,
  temporaryDomain: temporaryDomain(instanceDomain(ctx)),
});

/** The host that names given to organizations end in: the one the request came in on. */
export const instanceDomain = (ctx: Pick<Ctx, "origin">): string => new URL(ctx.origin).hostname;

/** Whether names of users who lost theirs end in it, under whichever of the instance's hosts. */
export async function isReservedDomain(
  ctx: Pick<Ctx, "config" | "instanceId" | "origin">,
  domain: string,
): Promise<boolean> {
  const hosts = await ctx.config.rows(InstanceDomain, ctx.instanceId);
  return [instanceDomain(ctx), ...hosts.map(({ state }) => state.domain)].some(
    (host) => temporaryDomain(host) === domain,
  );
}

/** Claims what is not claimed yet, piece by piece. */
export const claimJob = (claimed: ClaimedDomain): Job => ({ task: "org.domain.claim", payload: claimed });
