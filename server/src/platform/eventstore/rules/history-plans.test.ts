import { expect, test } from "vitest";
import { historyStatement } from "../history/events.ts";
import { createRegistry } from "../registry.ts";
import type { EventFilter } from "../store.ts";
import { toyEntities, useToy } from "./toy.fixture.ts";

const toy = useToy();

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

const from = new Date(0);

/** Filters, and the index that their events come from in order. */
const ways: readonly (readonly [string, EventFilter])[] = [
  ["events_pkey", { aggregateTypes: ["house"], aggregateIds: ["a"], limit: 9 }],
  ["events_pkey", { aggregateIds: ["a", "b"], sequence: 4, asc: true, payload: { key: "hall" }, limit: 9 }],
  ["events_pkey", { aggregateIds: ["a"], creator: "c", types: ["house.built"], owner: "o", limit: 9 }],
  ["events_creators", { creator: "c", from, limit: 9 }],
  ["events_creators", { creator: "c", types: ["house.built"], asc: true, limit: 9 }],
  ["events_types", { types: ["house.built", "house.renamed"], limit: 9 }],
  ["events_types", { aggregateTypes: ["house"], from, to: from, limit: 9 }],
  ["events_owners", { owner: "o", from, limit: 9 }],
  ["events_times", { from, to: from, limit: 9 }],
  ["events_times", { limit: 9, asc: true }],
];

test("history by any filter is found in an index, in order, and read no further than its limit", async () => {
  const registry = createRegistry(toyEntities);
  const session = await toy.database.connect("plans", { enable_seqscan: "off", enable_bitmapscan: "off" });
  for (const [index, filter] of ways) {
    const { text, values } = historyStatement(registry, "i1", filter);
    const [row] = await session.query<{ "QUERY PLAN": readonly { readonly Plan: Plan }[] }>({
      text: `explain (format json) ${text}`,
      values,
    });
    const plans = (row?.["QUERY PLAN"] ?? []).flatMap(({ Plan: plan }) => nodesOf(plan));
    const reads = plans.filter((plan) => plan["Relation Name"] === "events");
    const told = JSON.stringify(filter);
    expect(reads.length, told).toBe(1);
    expect(
      reads.map((plan) => plan["Index Name"]),
      told,
    ).toContain(index);
    expect(
      reads.every((plan) => plan["Index Cond"]?.includes("instance_id")),
      told,
    ).toBe(true);
    // Once around it all, and once around each look-up: what comes in order is not sorted there.
    expect(plans.filter((plan) => plan["Node Type"] === "Limit").length, told).toBe(2);
  }
  await session.close();
});
