import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { rebuild } from "../history/rebuild.ts";
import { verify } from "../history/verify.ts";
import { fresh, ref } from "../model.ts";
import {
  build,
  House,
  Room,
  removeHouse,
  rename,
  setRoom,
  toyEntities,
  toySecrets,
  useToy,
  writer,
} from "./toy.fixture.ts";

const toy = useToy();
const options = () => ({ database: toy.database, entities: toyEntities, secrets: toySecrets });

test("repairs whatever differs from history", async () => {
  const { aggregateId: id } = await toy.house();
  await toy.store.execute(writer, [ref(House, id), fresh(Room, id, "hall")], ([h]) => [
    [],
    setRoom("hall", ["a"])(h),
  ]);
  const before = await toy.store.get(Room, "i1", id, "hall");
  await toy.database.query(sql`truncate rooms, uniques`);
  await toy.database.query(sql`update houses set state = '{}', name = 'else'`);
  expect((await verify(options())).problems).not.toEqual([]);
  expect(await rebuild(options())).toEqual({ aggregates: 1, events: 2, rows: 2 });
  expect((await verify(options())).problems).toEqual([]);
  expect(await toy.store.get(Room, "i1", id, "hall")).toEqual(before);
});

test("beside a running service: nothing that is written meanwhile is lost, and nobody is refused", async () => {
  let working = true;
  let written = 0;
  const work = async (store: typeof toy.store, worker: string): Promise<void> => {
    for (let n = 0; working; n += 1) {
      const id = `${worker}${n}`;
      await store.execute(writer, [fresh(House, id)], ([h]) => [build(id)(h)]);
      await store.execute(writer, [ref(House, id), ref(Room, id, "r")], ([h]) => [
        rename(`${id}!`)(h),
        setRoom("r")(h),
      ]);
      if (n % 3 === 0) await store.execute(writer, [ref(House, id)], ([h]) => [removeHouse(h)]);
      written += 1;
    }
  };
  const working4 = [work(toy.store, "a"), work(toy.store, "b"), work(toy.other, "c"), work(toy.other, "d")];
  for (let round = 0; round < 3; round += 1) await rebuild(options());
  working = false;
  await Promise.all(working4);
  expect(written).toBeGreaterThan(20);
  expect((await verify(options())).problems).toEqual([]);
});

test("leaves the schema as it was: tables, indexes, and views over them", async () => {
  const schema = () =>
    toy.database.query(sql`select tablename, indexname, indexdef from pg_indexes
      where schemaname = current_schema() order by indexname`);
  await toy.database.query(sql`create view house_names as select instance_id, name from houses`);
  const before = await schema();
  await rebuild(options());
  expect(await schema()).toEqual(before);
  expect(await toy.database.query(sql`select count(*) > 0 as some from house_names`)).toEqual([
    { some: true },
  ]);
  expect(await toy.database.query(sql`select 1 from pg_namespace where nspname = 'rebuild'`)).toEqual([]);
});
