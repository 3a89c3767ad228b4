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

test("the server's session is ended under load: nothing acknowledged is lost, nothing is stored twice", async () => {
  const acknowledged: string[] = [];
  const load = Array.from({ length: 8 }, async (_, worker) => {
    for (let n = 0; n < 60; n += 1) {
      const id = `k${worker}-${n}`;
      await add(id);
      acknowledged.push(id);
    }
  });
  const killing = (async () => {
    for (let n = 0; n < 10; n += 1) {
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

test("a database that is away for a moment is waited for", async () => {
  const waiting = add("after the pause");
  await database.query(sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse lane'`);
  expect(await waiting).toMatchObject([{ sequence: 1 }]);
});
