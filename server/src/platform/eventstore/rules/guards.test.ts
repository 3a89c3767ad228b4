import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { required } from "#src/platform/failure/index.ts";
import { fresh, ownedBy, peek, ref } from "../model.ts";
import { House, Person, Room, removeHouse, setRoom, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();
const rounds = 60;

test("a part for an aggregate that is being removed is never left behind", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { aggregateId: id } = await toy.house();
    await Promise.allSettled([
      toy.store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [[], setRoom("hall")(h)]),
      toy.other.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]),
    ]);
    expect(await toy.store.get(Room, "i1", id, "hall")).toBeUndefined();
  }
});

test("what rests on another aggregate is decided again when that one changes: never somebody in a removed house", async () => {
  let bothHappened = 0;
  for (let round = 0; round < rounds; round += 1) {
    const { aggregateId: id } = await toy.house();
    const adding = toy.store.execute(
      writer,
      [ref(House, id), ownedBy(id, fresh(Person, `in ${id}`))],
      ([h]) => {
        required(h, "TOY-Gone9", "Errors.NotFound");
        return [[], [{ type: "person.added", payload: { name: "Ada", mail: "a@b.c", shoe: 1 } }]];
      },
    );
    // From together to when the first is done: both orders are seen on machines of any speed.
    const headStart = round % 10;
    await (headStart < 9 ? setTimeout(headStart ** 2) : adding);
    const removing = toy.other.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]);
    const [added] = await Promise.allSettled([adding, removing]);
    if (added.status === "rejected") expect(added.reason).toMatchObject({ id: "TOY-Gone9" });
    else {
      bothHappened += 1;
      const order = await toy.store.query<{ type: string }>(sql`select type from events
        where instance_id = 'i1' and aggregate_id in (${id}, ${`in ${id}`}) and type in ('person.added', 'house.removed')
        order by xact, position`);
      expect(order.map(({ type }) => type)).toEqual(["person.added", "house.removed"]);
    }
  }
  expect(bothHappened).toBeGreaterThan(0);
});

test("of two who add the same part at once, one is refused", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const { aggregateId: id } = await toy.house();
    const add = (store: typeof toy.store) =>
      store.execute(writer, [ref(House, id), fresh(Room, id, "hall")], ([house, room]) => {
        if (room) throw new Error("there already");
        return [[], setRoom("hall")(house)];
      });
    const answers = await Promise.allSettled([add(toy.store), add(toy.other)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await toy.store.get(Room, "i1", id, "hall"))?.state.writes).toBe(1);
  }
});

test("absence is guarded too: of two who each come only if the other is not there, one comes", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = [`a${round}`, `b${round}`];
    const come = (store: typeof toy.store, me: string, notWith: string) =>
      store.execute(writer, [ownedBy("o", fresh(Person, me)), ref(Person, notWith)], ([, enemy]) => {
        if (enemy) throw new Error("the other is there");
        return [[{ type: "person.added", payload: { name: me, mail: "", shoe: 1 } }], []];
      });
    const answers = await Promise.allSettled([come(toy.store, a, b), come(toy.other, b, a)]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  }
  const heads = await toy.store.query(sql`select 1 from heads where instance_id = 'i1' and sequence = 0`);
  expect(heads).toEqual([]);
});

test("peek opts out: a change of the row does not make the work wait or decide again", async () => {
  const { aggregateId: id } = await toy.house();
  const holder = await toy.database.connect("holds the head");
  await holder.query(sql`begin`);
  await holder.query(sql`select 1 from heads where instance_id = 'i1' and aggregate_id = ${id} for update`);
  const looked = peek(ref(House, id), "the name is only copied");
  await toy.store.execute(writer, [looked, ownedBy("o", fresh(Person, `peeks ${id}`))], ([house]) => [
    [],
    [{ type: "person.added", payload: { name: house?.name ?? "", mail: "", shoe: 1 } }],
  ]);
  await holder.close();
});
