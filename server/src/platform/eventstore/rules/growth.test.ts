import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { purge } from "../history/purge.ts";
import { verify } from "../history/verify.ts";
import { fresh, ref } from "../model.ts";
import {
  build,
  dump,
  House,
  Room,
  removeHouse,
  toyEntities,
  toySecrets,
  useToy,
  Visit,
  writer,
} from "./toy.fixture.ts";

const toy = useToy();
const options = () => ({ database: toy.database, entities: toyEntities, secrets: toySecrets });
const visit = (id: string) =>
  toy.store.execute(writer, [fresh(Visit, id)], () => [
    [
      { type: "visit.begun", payload: { from: "203.0.113.7" } },
      { type: "visit.known", payload: { userId: "u" } },
    ],
  ]);

test("purges aggregates whole, in chunks, and leaves the others alone", async () => {
  await Promise.all(Array.from({ length: 1_200 }, (_, n) => visit(`old ${n}`)));
  const purged = await purge(options(), Visit, { where: sql`t.aggregate_id <> 'old 7'`, limit: 100_000 });
  expect(purged).toBe(1_199);
  const text = await dump(toy.database);
  expect(text).toContain("old 7");
  expect(text).not.toContain("old 8,");
  expect((await verify(options())).aggregates).toBe(1);
});

test("leaves an aggregate that somebody works on for the next time", async () => {
  await visit("busy");
  const holder = await toy.database.connect("holds a head");
  await holder.send([sql`begin`, sql`select 1 from heads where aggregate_id = 'busy' for update`]);
  expect(await purge(options(), Visit, { where: sql`t.aggregate_id = 'busy'`, limit: 10 })).toBe(0);
  await holder.close();
  expect(await purge(options(), Visit, { where: sql`t.aggregate_id = 'busy'`, limit: 10 })).toBe(1);
});

test("configuration is removed, never purged: processes cache it", async () => {
  await expect(purge(options(), House, { where: sql`true`, limit: 10 })).rejects.toThrow("cache");
});

test("what is gone and still named is known from its removal until it is tidied up, in its own instance", async () => {
  const { store } = toy;
  const gone = () => store.hasGone(writer.instanceId);
  const room = { key: "attic" };
  await store.execute(writer, [fresh(House, "h"), fresh(Room, "h", "attic")], ([house]) => [
    build("Outlived")(house),
    [{ type: "house.room.set", payload: room }],
  ]);
  expect(await gone()).toBe(false);
  await store.execute(writer, [ref(Room, "h", "attic")], () => [
    [{ type: "house.room.removed", payload: room }],
  ]);
  expect(await gone()).toBe(true);
  expect(await store.hasGone("another")).toBe(false);
  await store.tidied(Room, writer.instanceId, "h", "another");
  expect(await gone()).toBe(true);
  await store.tidied(Room, writer.instanceId, "h", "attic");
  expect(await gone()).toBe(false);
  await store.execute(writer, [ref(House, "h")], ([house]) => [removeHouse(house)]);
  expect(await gone()).toBe(true);
  await store.tidied(House, writer.instanceId, "h");
  expect(await gone()).toBe(false);
});
