import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ref } from "../model.ts";
import { House, Room, removeHouse, rename, setRoom, useToy, writer } from "./toy.fixture.ts";

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
    for (let n = 0; n < 200; n += 1) {
      const [house] = await toy.store.execute(writer, [ref(House, id)], ([h]) => [rename(`${id} ${n}`)(h)]);
      acknowledged = house.state?.changes ?? 0;
      await sleep(4);
    }
    changing = false;
  };
  await Promise.all([change(), read(toy.store), read(toy.store), read(toy.other), read(toy.other)]);
  expect(reads).toBeGreaterThan(400);
});

test("the request that changes configuration sees its change, whatever it has read before", async () => {
  const { aggregateId: id } = await toy.house();
  const config = toy.store.config("i1");
  await config.row(House, id);
  await toy.store.execute(writer, [ref(House, id)], ([h]) => [rename(`mine ${id}`)(h)]);
  expect((await config.row(House, id))?.state.name).toBe(`mine ${id}`);
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
