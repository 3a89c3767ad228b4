import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, sql } from "#src/platform/db/index.ts";
import { freshDatabase } from "../../../test/harness/database.ts";
import { createOnce, type Once, type Use } from "./once.ts";
import { purgeUses } from "./purge.ts";
import { onceTables } from "./tables.ts";

let db: Database;
let other: Database;
let once: Once;
/** A second process on the same database. */
let elsewhere: Once;
const pepper = Buffer.alloc(32, 7);
const use = (subject: string, more: Partial<Use> = {}): Use => ({
  instanceId: "1",
  kind: "assertion",
  subject,
  until: new Date(Date.now() + 600_000),
  ...more,
});
const longAgo = new Date(Date.now() - 600_000);

beforeAll(async () => {
  const fresh = await freshDatabase();
  db = await fresh.open();
  other = await fresh.open();
  for (const table of onceTables) await db.query(table);
  once = createOnce({ db, pepper });
  elsewhere = createOnce({ db: other, pepper });
});
afterAll(async () => {
  await db.close();
  await other.close();
});

test("of many uses at once, over all processes, one is the first", async () => {
  const uses = await Promise.all(
    Array.from({ length: 30 }, (_, n) => (n % 2 ? once : elsewhere).first(use("one"))),
  );
  expect(uses.filter(Boolean)).toHaveLength(1);
  expect(await elsewhere.first(use("one"))).toBe(false);
});

test("uses of another tenant, kind or subject do not touch it", async () => {
  expect(await once.first(use("mine"))).toBe(true);
  expect(await once.first(use("mine", { instanceId: "2" }))).toBe(true);
  expect(await once.first(use("mine", { kind: "other" }))).toBe(true);
  expect(await once.first(use("yours"))).toBe(true);
});

test("what has expired is forgotten, and nothing else", async () => {
  expect(await once.first(use("past", { until: longAgo }))).toBe(true);
  expect(await once.first(use("past"))).toBe(true);
  expect(await once.first(use("past"))).toBe(false);
  await once.first(use("gone", { until: longAgo }));
  expect(await purgeUses(db)).toBe(1);
  expect(await once.first(use("past"))).toBe(false);
});

test("the table tells nothing, and is purged through its index", async () => {
  await once.first(use("alice@example.com"));
  const rows = await db.query<{ row: string }>(sql`select r::text as row from single_uses r`);
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.map(({ row }) => row).join()).not.toMatch(/alice|assertion/);
  const session = await db.connect("explain", { enable_seqscan: "off" });
  const plan = await session.query(
    sql`explain select 1 from single_uses where expires_at < now() order by expires_at limit 10`,
  );
  await session.close();
  expect(JSON.stringify(plan)).toMatch(/Index/);
  expect(JSON.stringify(plan)).not.toMatch(/Seq Scan/);
});
