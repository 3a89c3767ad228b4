import { expect, test } from "vitest";
import { migrate, sql } from "#src/platform/db/index.ts";
import { ref } from "../model.ts";
import { openStore } from "../open-store.ts";
import { storeSchema } from "../schema/schema.ts";
import { upgradeRows } from "../schema/upgrade.ts";
import { House, type HouseState, rename, toySecrets, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();

/** The next version of the software: it counts the letters of a house's name. */
interface NewState extends HouseState {
  readonly letters?: number;
}
const NewHouse: typeof House = {
  ...House,
  version: 2,
  evolve(house, event, meta) {
    const next: NewState | undefined = House.evolve(house, event, meta);
    return next && { ...next, letters: next.name.length };
  },
  columns: { ...House.columns, letters: { type: "bigint", of: (house: NewState) => house.letters ?? 0 } },
  indexes: ["name", "letters"],
};
const entities = [NewHouse];
const openNew = () => openStore({ database: toy.database, entities, secrets: toySecrets, localMs: Date.now });

test("an older row is folded again when it is read, for queries and for decisions", async () => {
  const { aggregateId: id } = await toy.house("four");
  await migrate(toy.database, [storeSchema(entities)]);
  const store = await openNew();
  expect((await store.get(NewHouse, "i1", id))?.state).toMatchObject({ letters: 4 });
  expect((await store.select(NewHouse, "i1", sql`t.aggregate_id = ${id}`))[0]?.state).toMatchObject({
    letters: 4,
  });
  expect((await store.config("i1").row(NewHouse, id))?.state).toMatchObject({ letters: 4 });
  const [seen] = await store.execute(writer, [ref(NewHouse, id)], ([h]) => {
    expect(h).toMatchObject({ letters: 4 });
    return [rename("seven!!")(h)];
  });
  expect(seen.state).toMatchObject({ letters: 7 });
  await store.close();
});

test("then all rows are folded again, with their new columns; a process that is older refuses to write, and says so", async () => {
  const houses = await Promise.all(Array.from({ length: 450 }, (_, n) => toy.house(`house number ${n}`)));
  const steps: unknown[] = [];
  const options = { database: toy.database, entities, secrets: toySecrets };
  await upgradeRows({ ...options, onStep: (...step) => steps.push(step) });
  await upgradeRows({ ...options, onStep: (...step) => steps.push(step) });
  expect(steps).toEqual([["houses", 450]]);
  const [row] = await toy.database.query(sql`select count(*)::int as total from houses
    where state_version = 2 and letters = length(name)`);
  expect(row).toEqual({ total: 451 });
  const id = houses[0]?.aggregateId ?? "";
  const older = toy.store.execute(writer, [ref(House, id)], ([h]) => [rename("x")(h)]);
  await expect(older).rejects.toMatchObject({ id: "CORE-O1der", details: { values: { tables: "houses" } } });
  const store = await openNew();
  await store.execute(writer, [ref(NewHouse, id)], ([h]) => [rename("x")(h)]);
  await store.close();
});
