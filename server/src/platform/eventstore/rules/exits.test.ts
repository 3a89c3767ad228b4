import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, sql } from "#src/platform/db/index.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { fresh, ref } from "../model.ts";
import type { OpenStore } from "../open-store.ts";
import { createFaults, type Faults } from "./faults.fixture.ts";
import { build, House, openToy, rename, writer } from "./toy.fixture.ts";

let database: Database;
let faults: Faults;
let store: OpenStore;
beforeAll(async () => {
  database = await (await freshDatabase()).open();
  faults = createFaults(database);
  store = await openToy(faults.database);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

let counter = 0;
const add = (): Promise<unknown> => {
  const id = `h${++counter}`;
  return store.execute(writer, [fresh(House, id)], ([h]) => [build(id)(h)]);
};
const change = (id: string, name: string) =>
  store.execute(writer, [ref(House, id)], ([h]) => [rename(name)(h)]);

/** No transaction is open, no head is locked: somebody else gets all of them at once. */
async function expectNothingHeld(): Promise<void> {
  const open = await database.query(sql`select 1 from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`);
  expect(open).toEqual([]);
  await database.query(sql`with mine as (select 1 from heads for update nowait) select count(*) from mine`);
}

const unreadable = {
  get name(): string {
    throw new Error("evolve fails");
  },
};

test("a decision that throws, an evolve that throws, an event of another row: nothing stays open", async () => {
  await add();
  const refusals = [
    () => {
      throw new Error("no");
    },
    () => [[{ type: "house.built", payload: unreadable }]],
    () => [[{ type: "house.room.set", payload: { key: "x" } }]],
  ];
  for (const decide of refusals)
    await expect(store.execute(writer, [ref(House, "h1")], decide as never)).rejects.toThrow();
  await expectNothingHeld();
});

test("innocents of the same batch are committed all the same, also beside text that cannot be stored", async () => {
  await add();
  const answers = await Promise.allSettled([
    add(),
    change("h1", "with \0 inside"),
    change("h1", "half of a pair: \ud800"),
    change("h1", "only \\u0000 in words"),
    store.execute(writer, [ref(House, "h1")], () => {
      throw new Error("no");
    }),
    add(),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(answers[1]).toMatchObject({ reason: { kind: "invalid_argument" } });
  expect(store.stats().normal.alone).toBe(0);
  await expectNothingHeld();
});

test("ids that cannot be stored are refused before they reach a batch", async () => {
  await expect(change("h\0", "x")).rejects.toMatchObject({ kind: "invalid_argument" });
  expect(await store.get(House, "i1", "h\0")).toBeUndefined();
});

test("a failed read, also of a batch that has locked first, leaves nothing open and is tried again", async () => {
  await add();
  faults.failNext("read", "40001");
  await change("h1", "after a failed read");
  // Lost twice: the third attempt begins with locks, and fails between locking and writing.
  faults.failNext("write", "40001");
  faults.failNext("write", "40001");
  faults.failNext("read", "40001");
  await change("h1", "after failing under locks");
  await expectNothingHeld();
});

test("a transaction that ends in ROLLBACK without an error is not taken for a commit", async () => {
  faults.rollBackNext();
  await expect(add()).rejects.toThrow("rolled back");
  expect(await store.get(House, "i1", `h${counter}`)).toBeUndefined();
  await expectNothingHeld();
});

test("a lock that is held for longer than its timeout is waited for in turns, then the unit goes through", async () => {
  await add();
  const holder = await database.connect("holds a head");
  await holder.send([sql`begin`, sql`select 1 from heads where aggregate_id = 'h1' for update`]);
  const before = store.stats().normal.contended;
  const waiting = change("h1", "patient");
  await expect.poll(() => store.stats().normal.contended).toBeGreaterThan(before);
  await holder.close();
  await waiting;
  await expectNothingHeld();
});
