import { InstanceDomain, instanceDomainKind, TrustedDomain } from "#src/domains/instance/index.ts";
import { isBlocked } from "#src/domains/limits/index.ts";
import type { ConfigReader, OpenStore } from "#src/platform/eventstore/index.ts";
import { exhausted } from "#src/platform/failure/index.ts";
import type { TenantOptions } from "#src/platform/http/index.ts";

/**
 * Host → instance. A known host is remembered, and asked about again when the instance's configuration has changed
 * since; unknown hosts are never remembered.
 */
export function tenantFinder(store: OpenStore): TenantOptions["findHost"] {
  const known = new Map<string, string>();

  /** With a reader that has asked for the instance's version already. */
  async function claimedBy(name: string): Promise<{ instanceId: string; config: ConfigReader } | undefined> {
    const remembered = known.get(name);
    if (remembered !== undefined) {
      const config = store.config(remembered);
      // Exact: the row is gone from the cache the moment the domain is removed anywhere.
      if (await config.row(InstanceDomain, remembered, name)) return { instanceId: remembered, config };
      known.delete(name);
    }
    const instanceId = await store.claimant(instanceDomainKind, name);
    if (instanceId === undefined) return undefined;
    if (known.size >= maxKnown) known.clear();
    known.set(name, instanceId);
    return { instanceId, config: store.config(instanceId) };
  }

  return async (name, instanceId) => {
    const owner = await claimedBy(name);
    if (owner !== undefined) {
      const refusal = (await isBlocked(owner))
        ? exhausted("LIMITS-molsj", "Errors.Limits.Instance.Blocked")
        : undefined;
      return { ...owner, kind: "registered", refusal };
    }
    if (instanceId === undefined) return undefined;
    const trusted = await store.config(instanceId).row(TrustedDomain, instanceId, name);
    return trusted && { instanceId, kind: "trusted" };
  };
}

/** Hosts that a process remembers, at most. */
const maxKnown = 100_000;
