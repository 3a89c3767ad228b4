import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { verify } from "../history/verify.ts";
import { fresh, ref } from "../model.ts";
import {
  build,
  House,
  Room,
  rename,
  setRoom,
  toyEntities,
  toySecrets,
  useToy,
  writer,
} from "./toy.fixture.ts";

const toy = useToy();

const heads = (ids: readonly string[]) =>
  toy.database.query<{ id: string; sequence: number; events: readonly number[] }>(sql`
    select h.aggregate_id as id, h.sequence, (select array_agg(e.sequence::int order by e.position) from events e
      where e.instance_id = h.instance_id and e.aggregate_id = h.aggregate_id) as events
    from heads h where h.instance_id = 'i1' and h.aggregate_id = any(${ids}::text[]) order by h.aggregate_id`);

test("aggregates that begin, alone and beside others of their batch, count from 1", async () => {
  const { aggregateId: old } = await toy.house("old");
  const [[one], [two, room], [, renamed]] = await Promise.all([
    toy.store.execute(writer, [fresh(House, "f1")], ([h]) => [build("f1")(h)]),
    toy.store.execute(writer, [fresh(House, "f2"), fresh(Room, "f2", "hall")], ([h]) => [
      [...build("f2")(h), { type: "house.renamed", payload: { name: "f2 again" } }],
      [{ type: "house.room.set", payload: { key: "hall" } }],
    ]),
    toy.store.execute(writer, [fresh(House, "f3"), ref(House, old)], ([h, other]) => [
      build("f3")(h),
      rename("older")(other),
    ]),
  ]);
  expect([one.sequence, two.sequence, room.sequence, renamed.sequence]).toEqual([1, 3, 3, 2]);
  const [grown] = await toy.other.execute(writer, [ref(House, "f2")], ([h]) => [rename("f2 once more")(h)]);
  expect(grown.sequence).toBe(4);
  expect(await heads(["f1", "f2", "f3", old])).toEqual([
    { id: "f1", sequence: 1, events: [1] },
    { id: "f2", sequence: 4, events: [1, 2, 3, 4] },
    { id: "f3", sequence: 1, events: [1] },
    { id: old, sequence: 2, events: [1, 2] },
  ]);
});

test("one that was thought to begin, and is there, is decided anew on what is there; the others of the batch are not concerned", async () => {
  const { aggregateId: id } = await toy.house("there");
  const [again, changed, other] = await Promise.allSettled([
    toy.store.execute(writer, [fresh(House, id)], ([h]) => [build("there again")(h)]),
    toy.store.execute(writer, [fresh(House, id), fresh(Room, id, "hall")], ([h]) => [
      [],
      setRoom("hall", ["seen"])(h),
    ]),
    toy.store.execute(writer, [fresh(House, "beside")], ([h]) => [build("beside")(h)]),
  ]);
  expect(again).toMatchObject({ status: "rejected", reason: { id: "TOY-Built" } });
  expect(changed).toMatchObject({ status: "fulfilled", value: [{}, { sequence: 2 }] });
  expect(other.status).toBe("fulfilled");
  expect(await heads([id, "beside"])).toEqual([
    { id: "beside", sequence: 1, events: [1] },
    { id, sequence: 2, events: [1, 2] },
  ]);
});

test("the same id begun on two processes at once begins once", async () => {
  const answers = await Promise.allSettled(
    [toy.store, toy.other, toy.store, toy.other].map((store, n) =>
      store.execute(writer, [fresh(House, "contested")], ([h]) => [build(`contested ${n}`)(h)]),
    ),
  );
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []))).toMatchObject(
    Array.from({ length: 3 }, () => ({ id: "TOY-Built" })),
  );
  expect(await heads(["contested"])).toEqual([{ id: "contested", sequence: 1, events: [1] }]);
});

test("the holder of a name is found as it is now, and only among its own", async () => {
  const { aggregateId: id } = await toy.house("named");
  const find = (name: string) => toy.other.holder(House, "i1", "house_name", name);
  expect([(await find("named"))?.aggregateId, await find("nobody's")]).toEqual([id, undefined]);
  await toy.store.execute(writer, [ref(House, id)], ([h]) => [rename("renamed")(h)]);
  const [before, after, foreign, odd] = await Promise.all([
    find("named"),
    find("renamed"),
    toy.other.holder(House, "i2", "house_name", "renamed"),
    find("no\0thing"),
  ]);
  expect([before, after?.state.name, foreign, odd]).toEqual([undefined, "renamed", undefined, undefined]);
});

test("afterwards everything agrees with history", async () => {
  const { problems } = await verify({
    database: toy.database,
    entities: toyEntities,
    secrets: toySecrets,
  });
  expect(problems).toEqual([]);
});
