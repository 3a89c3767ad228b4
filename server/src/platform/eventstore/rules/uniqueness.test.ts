import { expect, test } from "vitest";
import { fresh, ref } from "../model.ts";
import { build, House, Room, removeHouse, rename, setRoom, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();

test("two claims of a name: one wins, the other is refused with the name's own id", async () => {
  for (const stores of [
    [toy.store, toy.store],
    [toy.store, toy.other],
  ] as const) {
    const name = `wanted ${stores[1] === toy.other}`;
    const claims = stores.map((store, n) =>
      store.execute(writer, [fresh(House, `${name} ${n}`)], ([h]) => [build(name)(h)]),
    );
    const answers = await Promise.allSettled([...claims, toy.house()]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const refused = answers.find((answer) => answer.status === "rejected");
    expect(refused?.reason).toMatchObject({ id: "TOY-Hname", kind: "already_exists" });
  }
});

test("one unit cannot give a name to two of its rows: it is refused with the name's own id, and nothing of it stays", async () => {
  const twins = [fresh(House, "twin 1"), fresh(House, "twin 2")] as const;
  const both = toy.store.execute(writer, twins, ([a, b]) => [build("twins")(a), build("twins")(b)]);
  await expect(both).rejects.toMatchObject({ id: "TOY-Hname", kind: "already_exists" });
  expect(await toy.store.get(House, "i1", "twin 1")).toBeUndefined();
});

test("removing an aggregate removes its parts and its names: the same can be added again", async () => {
  const { aggregateId: id } = await toy.house("phoenix");
  await toy.store.execute(writer, [ref(House, id), ref(Room, id, "hall")], ([h]) => [
    [],
    setRoom("hall", ["a", "b"])(h),
  ]);
  expect((await toy.store.get(Room, "i1", id, "hall"))?.state.tags).toEqual(["a", "b"]);
  await toy.store.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]);
  expect(await toy.store.get(Room, "i1", id, "hall")).toBeUndefined();
  await toy.house("phoenix");
  const [reborn] = await toy.store.execute(writer, [ref(House, id)], ([h]) => [build("phoenix again")(h)]);
  expect(reborn).toMatchObject({ sequence: 4, state: { changes: 1 } });
});

test("a name that is given up in one unit can be taken by the next, also within one batch", async () => {
  const { aggregateId: id } = await toy.house("old");
  const answers = await Promise.allSettled([
    toy.store.execute(writer, [ref(House, id)], ([h]) => [rename("new")(h)]),
    toy.store.execute(writer, [fresh(House, "heir")], ([h]) => [build("old")(h)]),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
});

test("two names that change places between two stores: both end up with what they asked for, or are refused", async () => {
  for (let round = 0; round < 20; round += 1) {
    const [a, b] = [await toy.house(`left ${round}`), await toy.house(`right ${round}`)];
    const to = (store: typeof toy.store, id: string, name: string) =>
      store.execute(writer, [ref(House, id)], ([h]) => [rename(name)(h)]);
    const answers = await Promise.allSettled([
      to(toy.store, a.aggregateId, `right ${round}`),
      to(toy.other, b.aggregateId, `left ${round}`),
    ]);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ id: "TOY-Hname" });
  }
});

test("a global name is taken in every instance, and its holder is found", async () => {
  const host = "one.example.com";
  const claim = (instanceId: string, id: string) =>
    toy.store.execute({ ...writer, instanceId }, [fresh(House, id)], () => [
      [{ type: "house.built", payload: { name: id, host } }],
    ]);
  await claim("i1", "first holder");
  await expect(claim("i2", "second")).rejects.toMatchObject({ id: "TOY-Hhost" });
  expect(await toy.store.claimant("host", host)).toBe("first holder");
  await toy.store.execute(writer, [ref(House, "first holder")], ([h]) => [removeHouse(h)]);
  await claim("i2", "second");
  expect(await toy.store.claimant("host", host)).toBe("second");
});
