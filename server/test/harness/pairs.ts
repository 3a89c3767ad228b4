/** What is written on one process and read on another: every kind of thing, by each of its readers. */
import * as access from "./pairs/access.ts";
import * as configuration from "./pairs/configuration.ts";
import * as directory from "./pairs/directory.ts";
import type { Node, Pair } from "./pairs/pair.ts";

/** A new kind is one entry. */
export const pairs: Readonly<Record<string, Pair>> = {
  organization: directory.organization,
  organizationDomain: directory.organizationDomain,
  user: directory.user,
  project: configuration.project,
  application: configuration.application,
  trustedDomain: configuration.trustedDomain,
  session: access.session,
  personalAccessToken: access.personalAccessToken,
  permission: access.permission,
  userGrant: access.userGrant,
  serviceToken: access.serviceToken,
  revokedToken: access.revokedToken,
  endedLogin: access.endedLogin,
};

/**
 * Writes and reads `count` pairs, each kind in turn and each process in turn the writer.
 * @returns the stale ones, each with its kind
 */
export async function runPairs(nodes: readonly [Node, Node], count: number): Promise<readonly string[]> {
  const kinds = Object.entries(pairs);
  const stale: string[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    for (let n = next++; n < count; n = next++) {
      const [kind, pair] = kinds[n % kinds.length] as (typeof kinds)[number];
      // By rounds, so that each kind is written on both, however many kinds there are.
      const [first, second] = Math.floor(n / kinds.length) % 2 === 0 ? nodes : [nodes[1], nodes[0]];
      try {
        stale.push(...(await pair(first, second, n)).map((what) => `${kind}, ${what}`));
      } catch (error) {
        stale.push(`${kind} could not be written: ${String(error)}`);
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker));
  return stale;
}
