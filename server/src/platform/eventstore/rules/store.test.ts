import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "#src/platform/db/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { type FreshDatabase, freshDatabase } from "#test/harness/database.ts";
import { fresh, ownedBy, ref } from "../model.ts";
import type { OpenStore } from "../open-store.ts";
import {
  build,
  House,
  openToy,
  Person,
  Room,
  removeHouse,
  rename,
  setRoom,
  Visit,
  writer,
} from "./toy.fixture.ts";

let place: FreshDatabase;
let database: Database;
let store: OpenStore;
beforeAll(async () => {
  place = await freshDatabase();
  database = await place.open();
  store = await openToy(database);
});
afterAll(async () => {
  await store.close();
  await database.close();
});

let counter = 0;
const newName = () => `house ${++counter}`;
const newHouse = async (name = newName()) => {
  const id = `h${++counter}`;
  const [house] = await store.execute(writer, [fresh(House, id)], ([before]) => [build(name)(before)]);
  return house;
};

test("what was acknowledged is read back, with its place, sequence and times", async () => {
  const written = await newHouse("first");
  const row = await store.get(House, "i1", written.aggregateId);
  expect(row?.state).toEqual({ name: "first", changes: 1 });
  expect(written).toMatchObject({ sequence: 1, owner: written.aggregateId, state: { name: "first" } });
  expect(row?.createdAt).toEqual(written.createdAt);
});

test("a refusal of the decision reaches its caller and stores nothing", async () => {
  const house = await newHouse();
  const again = store.execute(writer, [ref(House, house.aggregateId)], ([before]) => [build("x")(before)]);
  await expect(again).rejects.toMatchObject({ id: "TOY-Built" });
  expect((await store.get(House, "i1", house.aggregateId))?.sequence).toBe(1);
});

test("two claims of a name: one wins, the other is refused with the name's own id", async () => {
  const name = newName();
  const answers = await Promise.allSettled([newHouse(name), newHouse(name), newHouse()]);
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  const [refused] = answers.filter((answer) => answer.status === "rejected");
  expect(refused?.reason).toMatchObject({ id: "TOY-Hname", kind: "already_exists" });
});

test("removing an aggregate removes its parts and its names: the same can be added again", async () => {
  const name = newName();
  const house = await newHouse(name);
  const id = house.aggregateId;
  await store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [
    [],
    setRoom("hall", ["a", "b"])(h),
  ]);
  expect((await store.get(Room, "i1", id, "hall"))?.state.tags).toEqual(["a", "b"]);
  await store.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]);
  expect(await store.get(Room, "i1", id, "hall")).toBeUndefined();
  await newHouse(name);
});

test("guards: a room for a house that is being removed is never left behind", async () => {
  const other = await openToy(database);
  try {
    for (let round = 0; round < 60; round += 1) {
      const { aggregateId: id } = await newHouse();
      await Promise.allSettled([
        store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [[], setRoom("hall")(h)]),
        other.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]),
      ]);
      expect(await store.get(Room, "i1", id, "hall")).toBeUndefined();
    }
  } finally {
    await other.close();
  }
});

test("guards: what rests on another aggregate is decided again when that one changes", async () => {
  const other = await openToy(database);
  try {
    for (let round = 0; round < 60; round += 1) {
      const { aggregateId: id } = await newHouse();
      const userId = `u${id}`;
      const [added] = await Promise.allSettled([
        store.execute(writer, [ref(House, id), ownedBy(id, fresh(Person, userId))], ([h]) => {
          setRoom("x")(h);
          return [[], [{ type: "person.added", payload: { name: "Grace", mail: "g@b.c", shoe: 1 } }]];
        }),
        other.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]),
      ]);
      // Either the person came first, or it was refused: never after the house was gone.
      if (added.status === "rejected") expect(added.reason).toMatchObject({ id: "TOY-Gone3" });
    }
  } finally {
    await other.close();
  }
});

test("a hot row under two lanes: every change counts, sequences have no gaps", async () => {
  const other = await openToy(database);
  try {
    const { aggregateId: id } = await newHouse();
    const changes = Array.from({ length: 100 }, (_, n) =>
      (n % 2 ? store : other).execute(writer, [ref(House, id)], ([h]) => [rename(`n${id}-${n}`)(h)]),
    );
    const sequences = (await Promise.all(changes)).map(([{ sequence }]) => sequence);
    expect([...sequences].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
    expect((await store.get(House, "i1", id))?.state.changes).toBe(101);
  } finally {
    await other.close();
  }
});

test("personal data: sealed in history, and erased with the user", async () => {
  const person = ownedBy("o1", fresh(Person, "ada"));
  await store.execute(writer, [person, fresh(Visit, "v1")], () => [
    [{ type: "person.added", payload: { name: "Ada Lovelace", mail: "ada@example.com", shoe: 38 } }],
    [
      { type: "visit.begun", payload: { from: "203.0.113.7" } },
      { type: "visit.known", payload: { userId: "ada" } },
    ],
  ]);
  const [before] = await store.events("i1", { aggregateIds: ["ada"], limit: 1 });
  expect(before).toMatchObject({ erased: false, payload: { name: "Ada Lovelace", shoe: 38 } });
  await store.execute(writer, [ref(Person, "ada")], () => [[{ type: "person.removed", payload: null }]]);
  const [after] = await store.events("i1", { aggregateIds: ["ada"], types: ["person.added"], limit: 1 });
  expect(after).toMatchObject({ erased: true, payload: { shoe: 38 } });
  const dump = JSON.stringify(
    await Promise.all(
      ["events", "persons", "visits", "uniques", "heads", "subject_keys", "jobs"].map((table) =>
        database.query(sql`select t::text as line from ${{ text: table, values: [] }} t`),
      ),
    ),
  );
  expect(dump).toContain("visit.begun");
  for (const trace of ["Lovelace", "ada@example.com", "203.0.113.7"])
    expect(dump.includes(trace)).toBe(false);
});

test("config cache: a change on one store is seen by the next request on the other", async () => {
  const other = await openToy(database);
  try {
    const { aggregateId: id } = await newHouse();
    for (let round = 0; round < 100; round += 1) {
      const name = `round ${id} ${round}`;
      await store.execute(writer, [ref(House, id)], ([h]) => [rename(name)(h)]);
      const rows = await Promise.all([store, other].map((node) => node.config("i1").row(House, id)));
      for (const row of rows) expect(row?.state.name).toBe(name);
    }
    expect(await other.config("i1").row(House, "nobody")).toBeUndefined();
    expect((await other.config("i1").by(House, "name", `round ${id} 99`))?.aggregateId).toBe(id);
  } finally {
    await other.close();
  }
});

test("another tenant's rows are not there", async () => {
  const { aggregateId: id } = await newHouse();
  expect(await store.get(House, "i2", id)).toBeUndefined();
  expect(await store.config("i2").row(House, id)).toBeUndefined();
  expect(await store.events("i2", { aggregateIds: [id], limit: 10 })).toEqual([]);
});

test("an event of another row is refused loudly", async () => {
  const { aggregateId: id } = await newHouse();
  const misplaced = store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [
    [],
    setRoom("attic")(h),
  ]);
  await expect(misplaced).rejects.toThrow("belongs to row");
});
