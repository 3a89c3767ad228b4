import { expect, test } from "vitest";
import { fresh, ref } from "../model.ts";
import { build, House, Room, removeHouse, rename, setRoom, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();

test("what was acknowledged is read back, with its place, sequence and times", async () => {
  const written = await toy.house("first");
  const row = await toy.store.get(House, "i1", written.aggregateId);
  expect(row?.state).toEqual({ name: "first", changes: 1 });
  expect(written).toMatchObject({ sequence: 1, owner: written.aggregateId, state: { name: "first" } });
  expect([row?.createdAt, row?.changedAt]).toEqual([written.createdAt, written.changedAt]);
});

test("a refusal of the decision reaches its caller and stores nothing", async () => {
  const { aggregateId: id } = await toy.house();
  const again = toy.store.execute(writer, [ref(House, id)], ([before]) => [build("x")(before)]);
  await expect(again).rejects.toMatchObject({ id: "TOY-Built" });
  expect((await toy.store.get(House, "i1", id))?.sequence).toBe(1);
});

test("parts have the owner of their aggregate, also where only the part is named", async () => {
  const { aggregateId: id } = await toy.house();
  const [room] = await toy.store.execute(writer, [fresh(Room, id, "attic")], () => [
    setRoom("attic")({ name: "", changes: 0 }),
  ]);
  expect(room).toMatchObject({ owner: id, sequence: 2 });
});

test("a new aggregate that nobody owns is a mistake that is told", async () => {
  const nobodys = toy.store.execute(writer, [fresh(Room, "no house", "hall")], () => [
    [{ type: "house.room.set", payload: { key: "hall" } }],
  ]);
  await expect(nobodys).rejects.toThrow("ownedBy");
});

test("an event of another row is refused loudly", async () => {
  const { aggregateId: id } = await toy.house();
  const misplaced = toy.store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [
    [],
    setRoom("attic")(h),
  ]);
  await expect(misplaced).rejects.toThrow("belongs to row");
  const foreign = toy.store.execute(writer, [ref(House, id)], () => [
    [{ type: "house.room.set", payload: { name: "x" } } as never],
  ]);
  await expect(foreign).rejects.toThrow("no event of houses");
});

test("a hot row under two stores: every change counts, sequences have no gaps, times never run back", async () => {
  const { aggregateId: id } = await toy.house();
  const changes = Array.from({ length: 100 }, (_, n) =>
    (n % 2 ? toy.store : toy.other).execute(writer, [ref(House, id)], ([h]) => [rename(`n${id}-${n}`)(h)]),
  );
  const sequences = (await Promise.all(changes)).map(([{ sequence }]) => sequence);
  expect([...sequences].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
  expect((await toy.store.get(House, "i1", id))?.state.changes).toBe(101);
});

test("history by filters: newest first unless asked otherwise", async () => {
  const { aggregateId: id } = await toy.house();
  await toy.store.execute(writer, [ref(House, id)], ([h]) => [rename(`r ${id}`)(h)]);
  await toy.store.execute({ ...writer, creator: "else" }, [ref(House, id)], ([h]) => [removeHouse(h)]);
  const types = async (more: object) =>
    (await toy.store.events("i1", { aggregateIds: [id], limit: 10, ...more })).map(({ type }) => type);
  expect(await types({})).toEqual(["house.removed", "house.renamed", "house.built"]);
  expect(await types({ asc: true, sequence: 1 })).toEqual(["house.renamed", "house.removed"]);
  expect(await types({ creator: "else" })).toEqual(["house.removed"]);
  expect(await types({ types: ["house.built"], aggregateTypes: ["house"], owner: id })).toEqual([
    "house.built",
  ]);
  expect(await types({ aggregateTypes: ["user"] })).toEqual([]);
});

test("another tenant's rows, names and history are not there", async () => {
  const { aggregateId: id } = await toy.house("shared name");
  expect(await toy.store.get(House, "i2", id)).toBeUndefined();
  expect(await toy.store.config("i2").row(House, id)).toBeUndefined();
  expect(await toy.store.events("i2", { aggregateIds: [id], limit: 10 })).toEqual([]);
  await toy.store.execute({ ...writer, instanceId: "i2" }, [fresh(House, id)], ([h]) => [
    build("shared name")(h),
  ]);
});
