import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { FairQueue } from "../lane/fair-queue.ts";
import { fresh, ref } from "../model.ts";
import { build, House, Room, type RoomEvent, useToy, writer } from "./toy.fixture.ts";

const slow: { milliseconds: number; tables: readonly string[] }[] = [];
const toy = useToy({ onSlowDecision: (milliseconds, tables) => slow.push({ milliseconds, tables }) });
const roomEvents = (key: string, count: number): readonly RoomEvent[] =>
  Array.from({ length: count }, () => ({ type: "house.room.set", payload: { key } }));

test("at most 4,096 units wait; the next one is refused at once, and the others go through", async () => {
  const { aggregateId: id } = await toy.house();
  const all = Array.from({ length: 4_200 }, () => toy.store.execute(writer, [ref(House, id)], () => [[]]));
  const answers = await Promise.allSettled(all);
  const refused = answers.filter((answer) => answer.status === "rejected");
  expect(refused).toHaveLength(104);
  expect(refused[0]?.reason).toMatchObject({ kind: "unavailable" });
  expect(toy.store.depth()).toBe(0);
});

test("a unit that is past its deadline is not decided", async () => {
  const { aggregateId: id } = await toy.house();
  let decided = false;
  const late = toy.store.execute(
    writer,
    [ref(House, id)],
    () => {
      decided = true;
      return [[]];
    },
    { deadline: Date.now() - 1 },
  );
  await expect(late).rejects.toMatchObject({ kind: "deadline_exceeded" });
  expect(decided).toBe(false);
});

test("instances take turns: one that floods does not make another wait", () => {
  const queue = new FairQueue<string>((item) => item.slice(0, 1));
  for (const item of ["a1", "a2", "a3", "a4", "b1", "c1"]) queue.push(item);
  expect(queue.take(4)).toEqual(["a1", "b1", "c1", "a2"]);
  queue.unshift(["a2"]);
  queue.push("d1");
  expect(queue.drop((item) => item === "a3")).toEqual(["a3"]);
  expect([queue.size, queue.take(9)]).toEqual([3, ["a2", "d1", "a4"]]);
});

test("more than 200 events go to the bulk lane by themselves, and the normal lane goes on beside them", async () => {
  const { aggregateId: id } = await toy.house();
  const before = toy.store.stats();
  const large = toy.store.execute(writer, [ref(House, id), fresh(Room, id, "hall")], () => [
    [],
    roomEvents("hall", 1_000),
  ]);
  const [, room] = await large;
  expect(room.state?.writes).toBe(1_000);
  expect(toy.store.stats().bulk.units).toBe(before.bulk.units + 1);
  await toy.store.execute(writer, [ref(House, id)], () => [[]], { lane: "bulk" });
  expect(toy.store.stats().bulk.units).toBe(before.bulk.units + 2);
});

test("a decision of more than 5 ms is told, with its tables", async () => {
  const { aggregateId: id } = await toy.house();
  slow.length = 0;
  await toy.store.execute(writer, [ref(House, id)], () => {
    for (const end = performance.now() + 8; performance.now() < end; );
    return [[]];
  });
  expect(slow).toMatchObject([{ tables: ["houses"] }]);
});

test("time is the database's: nodes whose clocks differ agree", async () => {
  const { changedAt } = await toy.house();
  const [there] = await toy.database.query<{ now: Date }>(sql`select clock_timestamp() as now`);
  expect(Math.abs((there?.now.getTime() ?? 0) - changedAt.getTime())).toBeLessThan(600_000);
});

test("a store that is closed takes nothing more and finishes what waits", async () => {
  const { openToy } = await import("./toy.fixture.ts");
  const store = await openToy(toy.database);
  const waiting = store.execute(writer, [fresh(House, "last one")], ([h]) => [build("last one")(h)]);
  await sleep(0);
  await store.close();
  expect(await waiting).toMatchObject([{ sequence: 1 }]);
  const late = store.execute(writer, [ref(House, "last one")], () => [[]]);
  await expect(late).rejects.toMatchObject({ kind: "unavailable" });
});
