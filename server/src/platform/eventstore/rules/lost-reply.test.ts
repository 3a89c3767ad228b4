import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, sql } from "#src/platform/db/index.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { verify } from "../history/verify.ts";
import { fresh, ref } from "../model.ts";
import type { OpenStore } from "../open-store.ts";
import { createFaults, type Faults } from "./faults.fixture.ts";
import {
  build,
  House,
  openToy,
  Room,
  rename,
  setRoom,
  toyEntities,
  toySecrets,
  writer,
} from "./toy.fixture.ts";

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

const add = (id: string) => store.execute(writer, [fresh(House, id)], ([h]) => [build(id)(h)]);

test("stored, but the reply is lost: acknowledged, with the right sequences, and stored once", async () => {
  await add("there");
  faults.loseNextReply(true);
  const answers = await Promise.all([
    add("a"),
    store.execute(writer, [ref(House, "there")], ([h]) => [rename("renamed")(h)]),
    store.execute(writer, [ref(House, "there"), ref(Room, "there", "hall")], ([h]) => [
      [],
      setRoom("hall")(h),
    ]),
  ]);
  expect(answers.map(([first, second]) => (second ?? first).sequence)).toEqual([1, 2, 3]);
  const events = await database.query(sql`select type from events order by position`);
  expect(events).toHaveLength(4);
  expect(store.stats().normal.lostReplies).toBe(1);
});

test("not stored, and the reply is lost: decided again, and stored once", async () => {
  faults.loseNextReply(false);
  const [[house]] = await Promise.all([add("b"), add("c")]);
  expect(house).toMatchObject({ sequence: 1 });
  const events = await database.query(sql`select type from events where aggregate_id in ('b', 'c')`);
  expect(events).toHaveLength(2);
});

test("stored only after its session was cut off: waited for and acknowledged, also where it made something new", async () => {
  const sent = faults.delayNextCommit();
  const adding = add("late");
  const commit = await sent;
  // Whoever asks for the outcome waits for the transaction that has it.
  const waiting = () =>
    database.query(sql`select 1 from pg_stat_activity where datname = current_database()
      and application_name = 'gatehouse lane' and wait_event_type = 'Lock'`);
  await expect.poll(async () => (await waiting()).length).toBe(1);
  await commit();
  expect(await adding).toMatchObject([{ sequence: 1, state: { name: "late" } }]);
  expect(await eventsOf("late")).toBe(1);
});

/** More than the normal lane takes, which hands it over; and one that asks for the bulk lane itself. */
const rooms = (id: string) =>
  Array.from({ length: 201 }, (_, n) => setRoom("hall", [`${id} ${n}`])({ name: id, changes: 1 }));
const bulkWork = (id: string) =>
  Promise.all([
    store.execute(writer, [ref(House, id), ref(Room, id, "hall")], () => [[], rooms(id).flat()]),
    store.execute(writer, [fresh(House, `${id} more`)], ([h]) => [build(`${id} more`)(h)], { lane: "bulk" }),
  ]);
const eventsOf = async (id: string) =>
  (await database.query(sql`select 1 from events where aggregate_id like ${`${id}%`}`)).length;

test.each([
  ["stored, but the reply is lost", true],
  ["not stored, and the reply is lost", false],
])("on the bulk lane, %s: acknowledged, and all of it stored once", async (_, isStored) => {
  const id = `bulk ${isStored}`;
  await add(id);
  const before = store.stats();
  faults.loseNextReply(isStored);
  const [[, room], [more]] = await bulkWork(id);
  expect([room.sequence, more.sequence]).toEqual([202, 1]);
  expect(room.state?.writes).toBe(201);
  expect(await eventsOf(id)).toBe(1 + 201 + 1);
  expect(store.stats().bulk.lostReplies).toBe(before.bulk.lostReplies + 1);
  expect(store.stats().normal.lostReplies).toBe(before.normal.lostReplies);
  const { problems } = await verify({ database, entities: toyEntities, secrets: toySecrets });
  expect(problems).toEqual([]);
});

test("the bulk lane's session is ended under load: all or nothing of each piece of work, and nothing twice", async () => {
  const ids = Array.from({ length: 6 }, (_, n) => `large ${n}`);
  await Promise.all(ids.map(add));
  let working = true;
  // Fewer than the lane tries for.
  const killing = (async () => {
    let killed = 0;
    while (killed === 0 || (working && killed < 8)) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      const ended = await database.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'gatehouse bulk lane'`);
      killed += ended.length;
    }
  })();
  for (const id of ids) await bulkWork(id);
  working = false;
  await killing;
  for (const id of ids) expect(await eventsOf(id)).toBe(203);
  const { problems } = await verify({ database, entities: toyEntities, secrets: toySecrets });
  expect(problems).toEqual([]);
});

test("the server's session is ended under load: nothing acknowledged is lost, nothing is stored twice", async () => {
  const acknowledged: string[] = [];
  const load = Array.from({ length: 8 }, async (_, worker) => {
    for (let n = 0; n < 60; n += 1) {
      const id = `k${worker}-${n}`;
      await add(id);
      acknowledged.push(id);
    }
  });
  // Fewer than the lane tries for, so that no unit is unlucky every time.
  const killing = (async () => {
    for (let n = 0; n < 8; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await database.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'gatehouse lane'`);
    }
  })();
  await Promise.all([...load, killing]);
  expect(acknowledged).toHaveLength(480);
  const rows = await database.query(sql`select 1 from houses where aggregate_id like 'k%' and sequence = 1`);
  expect(rows).toHaveLength(480);
  const { problems } = await verify({ database, entities: toyEntities, secrets: toySecrets });
  expect(problems).toEqual([]);
});

test("who loses the session again and again is told that the database is away, and nothing is stored", async () => {
  for (let n = 0; n < 10; n += 1) faults.loseNextReply(false);
  await expect(add("unlucky")).rejects.toMatchObject({ kind: "unavailable", id: "CORE-Aw4yd" });
  expect(await eventsOf("unlucky")).toBe(0);
  expect(await add("unlucky")).toMatchObject([{ sequence: 1 }]);
});

test("a database that is away for a moment is waited for", async () => {
  const waiting = add("after the pause");
  await database.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse lane'`);
  expect(await waiting).toMatchObject([{ sequence: 1 }]);
});
