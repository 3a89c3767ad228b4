/** Owners whose configuration was asked for last: who comes next is likely to ask for theirs as well. */
export interface RecentOwners {
  /** Of an instance, itself among them where it was asked for. */
  of(instanceId: string): readonly string[];
  note(instanceId: string, owner: string): void;
}

/** The instance, the organization of an application and that of a user are what most requests ask for. */
const most = 3;
const maxInstances = 10_000;

export function createRecentOwners(): RecentOwners {
  const known = new Map<string, readonly string[]>();
  const of = (instanceId: string): readonly string[] => known.get(instanceId) ?? [];
  return {
    of,
    note(instanceId, owner) {
      const before = of(instanceId);
      if (before[0] === owner) return;
      if (known.size >= maxInstances) known.clear();
      known.set(instanceId, [owner, ...before.filter((one) => one !== owner)].slice(0, most));
    },
  };
}
