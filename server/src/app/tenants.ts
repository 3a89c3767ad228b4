import { InstanceDomain, instanceDomainKind, TrustedDomain } from "#src/domains/instance/index.ts";
import type { OpenStore } from "#src/platform/eventstore/index.ts";
import type { TenantOptions } from "#src/platform/http/index.ts";

/**
 * Host → instance. A known host is remembered, and asked about again when the instance's configuration has changed
 * since; unknown hosts are never remembered.
 */
export function tenantFinder(store: OpenStore): TenantOptions["findHost"] {
  const known = new Map<string, string>();

  async function claimedBy(name: string): Promise<string | undefined> {
    const remembered = known.get(name);
    if (remembered !== undefined) {
      // Exact: the row is gone from the cache the moment the domain is removed anywhere.
      if (await store.config(remembered).row(InstanceDomain, remembered, name)) return remembered;
      known.delete(name);
    }
    const instanceId = await store.claimant(instanceDomainKind, name);
    if (instanceId !== undefined) known.set(name, instanceId);
    return instanceId;
  }

  return async (name, instanceId) => {
    const owner = await claimedBy(name);
    if (owner !== undefined) return { instanceId: owner, kind: "registered" };
    if (instanceId === undefined) return undefined;
    const trusted = await store.config(instanceId).row(TrustedDomain, instanceId, name);
    return trusted && { instanceId, kind: "trusted" };
  };
}
