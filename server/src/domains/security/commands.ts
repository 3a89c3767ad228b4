import { policyRef, setPolicy } from "#src/kits/settings/index.ts";
import type { Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isFrameOrigin, type Security, securityPolicy } from "./policy.ts";

/**
 * Sets the policy as a whole; nothing happens when it is so already.
 * @throws invalid_argument for an origin that no header could name
 */
export async function setSecurity(ctx: Ctx, security: Security): Promise<Written<Security>> {
  if (!security.allowedOrigins.every(isFrameOrigin))
    throw invalid("SECPOL-Or1gn", "Errors.IAM.SecurityPolicy.Origin", { field: "allowed_origins" });
  const own = policyRef(securityPolicy, "instance", ctx.instanceId);
  const set = setPolicy(securityPolicy, "instance", security);
  const [written] = await ctx.store.execute(ctx, [own], ([before]) => [set(before)]);
  return written;
}
