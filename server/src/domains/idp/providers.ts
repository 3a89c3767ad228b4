import type { StoredEvent } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** An identity provider: another system that people may log in with. */
export interface Provider {
  readonly id: string;
  readonly name: string;
}

/** Facts about a provider are facts about the instance or the organization that it belongs to. */
const isOfProvider = ({ type }: StoredEvent): boolean => /^(instance|org)\.idp\./.test(type);

/**
 * One that people of an organization can be linked with: its own or the instance's; undefined also for one that was
 * removed. As its history has it, newest first: there stands what is done to providers, whoever manages them.
 */
export async function providerById(
  { store, instanceId }: Pick<Ctx, "store" | "instanceId">,
  orgId: string,
  id: string,
): Promise<Provider | undefined> {
  const events = await store.events(instanceId, {
    aggregateTypes: ["instance", "org"],
    aggregateIds: [instanceId, orgId],
    payload: { id },
    limit: 1_000,
  });
  const [last, ...before] = events.filter(isOfProvider);
  if (last === undefined || last.type.endsWith(".removed")) return undefined;
  return { id, name: [last, ...before].map(nameIn).find((name) => name !== undefined) ?? "" };
}

function nameIn({ payload }: StoredEvent): string | undefined {
  const { name }: { name?: unknown } = payload ?? {};
  return typeof name === "string" ? name : undefined;
}
