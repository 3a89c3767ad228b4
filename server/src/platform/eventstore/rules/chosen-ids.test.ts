import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { alreadyExists } from "#src/platform/failure/index.ts";
import { fresh, ref, unused } from "../model.ts";
import type { OpenStore } from "../open-store.ts";
import { createFaults } from "./faults.fixture.ts";
import { build, House, openToy, Room, removeHouse, setRoom, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();

const used = alreadyExists("TOY-Used1", "Errors.AlreadyExists");
const make = (store: OpenStore, id: string) =>
  store.execute(writer, [unused(House, id, used)], ([h]) => [build(id)(h)]);
const remove = (store: OpenStore, id: string) =>
  store.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]);
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "made",
    (reason: { readonly id?: string }) => reason.id ?? JSON.stringify(reason),
  );

test("the id of something that was removed in another process is refused, in units of one row and of several", async () => {
  await make(toy.store, "once");
  expect(await outcome(make(toy.other, "once"))).toBe("TOY-Built");
  await remove(toy.other, "once");
  expect(await outcome(make(toy.store, "once"))).toBe("TOY-Used1");
  const withRoom = toy.other.execute(
    writer,
    [unused(House, "once", used), fresh(Room, "once", "hall")],
    ([h]) => [build("once")(h), setRoom("hall")({ name: "once", changes: 1 })],
  );
  expect(await outcome(withRoom)).toBe("TOY-Used1");
  expect(await outcome(make(toy.other, "never"))).toBe("made");
});

test("of units that come together in one process, the first has the id, and none after its removal", async () => {
  const all = [
    make(toy.store, "busy"),
    make(toy.store, "busy"),
    remove(toy.store, "busy"),
    make(toy.store, "busy"),
  ];
  const outcomes = await Promise.all(all.map(outcome));
  expect(outcomes).toEqual(["made", "TOY-Built", "made", "TOY-Used1"]);
});

test("an id that another process gives and takes between reading and writing is not given again", async () => {
  const faults = createFaults(toy.database);
  const late = await openToy(faults.database);
  faults.beforeNextWrite(async () => {
    await make(toy.other, "raced");
    await remove(toy.other, "raced");
  });
  expect(await outcome(make(late, "raced"))).toBe("TOY-Used1");
  expect(await outcome(make(late, "raced more"))).toBe("made");
  await late.close();
});

test("an id is given once, however two processes make and remove it", async () => {
  for (let round = 0; round < 60; round += 1) {
    const id = `race ${round}`;
    const makeAndRemove = async (store: OpenStore) => {
      await make(store, id);
      await remove(store, id);
    };
    await Promise.allSettled([makeAndRemove(toy.store), makeAndRemove(toy.other), make(toy.other, id)]);
  }
  const twice = await toy.store.query(sql`select aggregate_id from events
    where instance_id = 'i1' and type = 'house.built' group by 1 having count(*) > 1`);
  expect(twice).toEqual([]);
});
