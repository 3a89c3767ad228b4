import { expect, test } from "vitest";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { ref } from "../model.ts";
import { House, openToy, Person, rename, useToy, writer } from "./toy.fixture.ts";

const toy = useToy();

/** A store whose reads can be held, and what they ask. */
async function watchedStore() {
  const goes: (readonly Sql[])[] = [];
  let gate = Promise.resolve();
  const store = await openToy({
    ...toy.database,
    queryEach(statements) {
      goes.push(statements);
      const until = gate;
      return statements.map(async (statement) => {
        await until;
        return toy.database.query(statement);
      });
    },
  });
  /** Holds the reads that are sent from now on. @returns lets them go; those after them are not held */
  function hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return () => {
      gate = Promise.resolve();
      resolve();
    };
  }
  return { store, goes, hold };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("reads of one turn go together: one statement for each table, and the same question once", async () => {
  const { store, goes } = await watchedStore();
  const [one, two] = [await toy.house(), await toy.house()];
  const read = await Promise.all([
    store.get(House, "i1", one.aggregateId),
    store.get(House, "i1", two.aggregateId),
    store.get(House, "i1", one.aggregateId),
    store.get(House, "i2", one.aggregateId),
    store.get(Person, "i1", one.aggregateId),
  ]);
  expect(read.map((row) => row?.state.name)).toEqual([
    one.state?.name,
    two.state?.name,
    one.state?.name,
    undefined,
    undefined,
  ]);
  expect(goes.map((statements) => statements.length)).toEqual([2]);
  expect(goes[0]?.[0]?.values).toEqual([
    ["i1", "i1", "i2"],
    [one.aggregateId, two.aggregateId, one.aggregateId],
    ["", "", ""],
  ]);
  await store.close();
});

test("short reads travel with those by key, and each is answered by itself", async () => {
  const { store, goes } = await watchedStore();
  const { aggregateId: id } = await toy.house();
  const named = sql`t.aggregate_id = ${id}`;
  const [row, rows, total] = await Promise.all([
    store.get(House, "i1", id),
    store.select(House, "i1", named, sql``, { gather: true }),
    store.count(House, "i1", named, { gather: true }),
  ]);
  expect([rows.map(({ aggregateId }) => aggregateId), total]).toEqual([[row?.aggregateId], 1]);
  expect(goes.map((statements) => statements.length)).toEqual([3]);
  await store.close();
});

test("what is asked while a read is under way is read after it: what was acknowledged by then is seen", async () => {
  const { store, goes, hold } = await watchedStore();
  const { aggregateId: id } = await toy.house("before");
  const letGo = hold();
  const early = store.get(House, "i1", id);
  await nextTurn();
  await toy.other.execute(writer, [ref(House, id)], ([h]) => [rename("after")(h)]);
  const late = [store.get(House, "i1", id), store.get(House, "i1", id), store.config("i1").row(House, id)];
  letGo();
  await early;
  expect((await Promise.all(late)).map((row) => row?.state.name)).toEqual(["after", "after", "after"]);
  expect(goes).toHaveLength(2);
  await store.close();
});

test("a read that is not answered holds up those behind it for a moment only", async () => {
  const { store, hold } = await watchedStore();
  const { aggregateId: id } = await toy.house();
  const answered: string[] = [];
  const letGo = hold();
  const slow = store.get(House, "i1", id).then(() => answered.push("slow"));
  await nextTurn();
  hold()();
  await store.get(House, "i1", id).then(() => answered.push("behind"));
  letGo();
  await slow;
  expect(answered).toEqual(["behind", "slow"]);
  await store.close();
});

test("what one statement fails by is no concern of the others", async () => {
  const { store } = await watchedStore();
  const { aggregateId: id, state } = await toy.house();
  const Missing = { ...House, table: "nowhere" };
  const [lost, found] = await Promise.allSettled([store.get(Missing, "i1", id), store.get(House, "i1", id)]);
  expect(lost).toMatchObject({ status: "rejected", reason: { code: "42P01" } });
  expect(found).toMatchObject({ status: "fulfilled", value: { state } });
  await store.close();
});

test("they keep their plan, however few are asked for at a time", async () => {
  const session = await toy.database.connect("reads");
  const store = await openToy({
    ...toy.database,
    queryEach: (statements) => statements.map((statement) => session.query(statement)),
  });
  const { aggregateId: id } = await toy.house();
  for (let n = 0; n < 8; n += 1) {
    await store.get(House, "i1", id);
    await store.holder(House, "i1", "house", `nobody ${n}`);
    await store.config("i1").row(House, id);
  }
  const planned = await session.query(sql`select custom_plans as custom, generic_plans > 0 as kept
    from pg_prepared_statements where statement like ${"%unnest%"}`);
  expect(planned).toEqual(planned.map(() => ({ custom: 5, kept: true })));
  expect(planned).toHaveLength(3);
  await store.close();
  await session.close();
});
