import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Sql } from "#src/platform/db/index.ts";
import { ref } from "../model.ts";
import type { ConfigReader } from "../store.ts";
import { House, openToy, Room, removeHouse, rename, setRoom, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();

test("changes at 200 a second: no reader on either store gets anything older than what was acknowledged", async () => {
  const { aggregateId: id } = await toy.house();
  let acknowledged = 1;
  let changing = true;
  let reads = 0;
  const read = async (store: typeof toy.store): Promise<void> => {
    while (changing) {
      const least = acknowledged;
      const row = await store.config("i1").row(House, id);
      expect(row?.state.changes).toBeGreaterThanOrEqual(least);
      reads += 1;
    }
  };
  const change = async (): Promise<void> => {
    for (let n = 0; n < 200 || reads <= 400; n += 1) {
      const [house] = await toy.store.execute(writer, [ref(House, id)], ([h]) => [rename(`${id} ${n}`)(h)]);
      acknowledged = house.state?.changes ?? 0;
      await sleep(4);
    }
    changing = false;
  };
  await Promise.all([change(), read(toy.store), read(toy.store), read(toy.other), read(toy.other)]);
});

test("the request that changes configuration sees its change, whatever it has read before", async () => {
  const { aggregateId: id } = await toy.house();
  const config = toy.store.config("i1");
  await config.row(House, id);
  await toy.store.execute(writer, [ref(House, id)], ([h]) => [rename(`mine ${id}`)(h)]);
  expect((await config.row(House, id))?.state.name).toBe(`mine ${id}`);
});

test("owners that others asked for are asked for with the first question, and again after a moment", async () => {
  const [one, two] = [await toy.house(), await toy.house()];
  const goes: (readonly Sql[])[] = [];
  let now = 0;
  const store = await openToy(
    {
      ...toy.database,
      queryEach(statements) {
        goes.push(statements);
        return toy.database.queryEach(statements);
      },
    },
    { clock: () => now },
  );
  const nameOf = async (config: ConfigReader, id: string) => (await config.row(House, id))?.state.name;
  for (const { aggregateId: id } of [one, two, one, two]) await nameOf(store.config("i1"), id);
  const [soon, late] = [store.config("i1"), store.config("i1")];
  goes.length = 0;
  for (const config of [soon, late]) expect(await nameOf(config, one.aggregateId)).toBe(one.state?.name);
  await toy.other.execute(writer, [ref(House, two.aggregateId)], ([h]) => [
    rename(`after ${two.aggregateId}`)(h),
  ]);
  expect(await nameOf(soon, two.aggregateId)).toBe(two.state?.name);
  expect(goes).toHaveLength(2);
  now += 100;
  expect(await nameOf(late, two.aggregateId)).toBe(`after ${two.aggregateId}`);
  expect(goes).toHaveLength(3);
  await store.close();
});

test("absence is cached where the key says the owner, and ends with the first change", async () => {
  expect(await toy.other.config("i1").row(House, "later")).toBeUndefined();
  await toy.store.execute(writer, [ref(House, "later")], () => [
    [{ type: "house.built", payload: { name: "later" } }],
  ]);
  expect((await toy.other.config("i1").row(House, "later"))?.state.name).toBe("later");
  expect((await toy.other.config("i1").by(House, "name", "later"))?.aggregateId).toBe("later");
  await toy.store.execute(writer, [ref(House, "later")], ([h]) => [removeHouse(h)]);
  expect(await toy.other.config("i1").row(House, "later")).toBeUndefined();
  expect(await toy.other.config("i1").by(House, "name", "later")).toBeUndefined();
});

test("all rows of an aggregate", async () => {
  const { aggregateId: id } = await toy.house();
  expect(await toy.store.config("i1").rows(House, id)).toHaveLength(1);
  await toy.store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [[], setRoom("hall")(h)]);
  expect((await toy.store.config("i1").rows(House, id)).map(({ entityId }) => entityId)).toEqual([""]);
});
