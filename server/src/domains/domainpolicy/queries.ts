import { sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { domainPolicy } from "./policy.ts";

/** Organizations that do not follow the instance's domain policy. */
export async function orgsWithDomainPolicy(ctx: Ctx): Promise<readonly string[]> {
  if (domainPolicy.org === undefined) return [];
  const rows = await ctx.store.select(domainPolicy.org, ctx.instanceId, sql`true`);
  return rows.map(({ aggregateId }) => aggregateId);
}
