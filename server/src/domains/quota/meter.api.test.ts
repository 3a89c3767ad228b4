/** Counting with several processes, each with a meter of its own. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { inInstance } from "#src/domains/instance/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { setQuotaOf } from "./commands.ts";
import { createMeter, type Meter } from "./meter.ts";
import { Quota, quotaId } from "./state.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => tenant.close());

const troubles: unknown[] = [];
const meters = (count: number): readonly Meter[] =>
  Array.from({ length: count }, () =>
    createMeter({
      store: tenant.store,
      contextFor: (instanceId) => inInstance(tenant.ctx(), instanceId),
      onTrouble: (error) => troubles.push(error),
    }),
  );

async function quota(amount: number, limit: boolean, percent = 100): Promise<void> {
  await tenant.database.query(sql`delete from quota_usage`);
  await setQuotaOf(tenant.ctx(), {
    unit: 1,
    from: "2026-01-01T00:00:00.000Z",
    interval: 3_600_000_000_000 * 24 * 36_500,
    amount,
    limit,
    notifications: [{ id: `n${amount}`, percent, callURL: "https://hook.test" }],
  });
}

async function used(): Promise<number> {
  const [row] = await tenant.database.query<{ usage: number }>(sql`select usage from quota_usage`);
  return Number(row?.usage);
}

const use = (meter: Meter): Promise<string> =>
  meter.use(tenant.ctx(), 1, 1).then(
    () => "let",
    (error: unknown) => (error instanceof Failure ? `${error.kind} ${error.id}` : "unexpected"),
  );

test("nothing is counted where there is no quota", async () => {
  const [meter] = meters(1) as [Meter];
  expect(await use(meter)).toBe("let");
  await meter.flush();
  expect(await tenant.database.query(sql`select 1 as one from quota_usage`)).toEqual([]);
});

test("what processes use adds up exactly, with a write for many requests", async () => {
  await quota(1_000_000, false);
  const all = meters(3);
  await Promise.all(Array.from({ length: 300 }, (_, n) => use(all[n % 3] as Meter)));
  await Promise.all(all.map((meter) => meter.flush()));
  expect(await used()).toBe(300);
  await Promise.all(all.map((meter) => meter.flush()));
  expect(await used()).toBe(300);
});

test("a process lets through what the limit leaves, not one more, however many come at once", async () => {
  await quota(150, true);
  const [first, second] = meters(2) as [Meter, Meter];
  const outcomes = await Promise.all(Array.from({ length: 200 }, () => use(first)));
  expect(outcomes.filter((outcome) => outcome === "let")).toHaveLength(150);
  expect(outcomes.filter((outcome) => outcome === "resource_exhausted QUOTA-vjAy8")).toHaveLength(50);
  await first.flush();
  // The other process learns of it before its first request.
  expect(await use(second)).toBe("resource_exhausted QUOTA-vjAy8");
  expect(await used()).toBe(150);
});

test("two processes that find the same share reached leave one call", async () => {
  await quota(10, false, 50);
  const all = meters(2);
  await Promise.all(Array.from({ length: 10 }, (_, n) => use(all[n % 2] as Meter)));
  await Promise.all(all.map((meter) => meter.flush()));
  await Promise.all(all.map((meter) => meter.flush()));
  const jobs = await tenant.database.query<{ payload: object }>(
    sql`select payload from jobs where task = 'quota.notify' and payload->>'id' = 'n10'`,
  );
  expect(jobs).toHaveLength(1);
  expect(jobs[0]?.payload).toMatchObject({ threshold: 50, unit: 1 });
  const row = await tenant.store.get(Quota, tenant.created.instanceId, quotaId(1));
  expect(row?.state.announced["n10"]?.threshold).toBe(50);
  expect(troubles).toEqual([]);
});
