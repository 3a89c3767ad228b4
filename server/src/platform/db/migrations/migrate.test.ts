import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../../test/harness/database.ts";
import { type Database, type Sql, sql, sqlState } from "../index.ts";
import { migrate } from "./migrate.ts";
import { type Migration, pendingMigrations, type SchemaArea } from "./migration.ts";

const open: Database[] = [];
let fresh: FreshDatabase;
let db: Database;
beforeEach(async () => {
  fresh = await freshDatabase();
  db = await connect();
});
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()));
});

async function connect(): Promise<Database> {
  const database = await fresh.open();
  open.push(database);
  return database;
}

const first: Migration = {
  number: 1,
  name: "make things",
  statements: [sql`create table things (id int)`, sql`insert into things values (1)`],
};
const second: Migration = { number: 2, name: "more", statements: [sql`insert into things values (2)`] };
const area = (...migrations: Migration[]): SchemaArea => ({ area: "test", migrations });
const things = () => db.query(sql`select id from things order by id`);

test("each step runs once, in order, and is remembered", async () => {
  const steps: string[] = [];
  const onStep = (step: string) => void steps.push(step);
  await migrate(db, [area(first)], { onStep });
  await migrate(db, [area(first, second)], { onStep });
  await migrate(db, [area(first, second)], { onStep });
  expect(steps).toEqual(["test 1: make things", "test 2: more"]);
  expect(await things()).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await db.query(sql`select area, number, name from migrations order by number`)).toEqual([
    { area: "test", number: 1, name: "make things" },
    { area: "test", number: 2, name: "more" },
  ]);
});

test("four nodes at once: every step runs once", async () => {
  const nodes = await Promise.all([connect(), connect(), connect(), connect()]);
  await Promise.all(nodes.map((node) => migrate(node, [area(first, second)])));
  expect(await things()).toEqual([{ id: 1 }, { id: 2 }]);
});

test("a step that fails leaves nothing behind and is done again", async () => {
  const broken = { ...second, statements: [...second.statements, sql`select 1 / 0`] };
  const failed = await migrate(db, [area(first, broken)]).catch((error: unknown) => error);
  expect(sqlState(failed)).toBe("22012");
  expect(await things()).toEqual([{ id: 1 }]);
  await migrate(db, [area(first, second)]);
  expect(await things()).toEqual([{ id: 1 }, { id: 2 }]);
});

test("a step that was edited after it had been applied is refused", async () => {
  await migrate(db, [area(first)]);
  const edited = { ...first, statements: [sql`create table others (id int)`] };
  await expect(migrate(db, [area(edited)])).rejects.toThrow(/test 1 \(make things\)/);
});

test("steps of a newer version are left alone", async () => {
  await migrate(db, [area(first, second)]);
  await migrate(db, [area(first)]);
  expect(await things()).toEqual([{ id: 1 }, { id: 2 }]);
});

test("numbers without gaps", () => {
  expect(() => pendingMigrations(area(first, { ...second, number: 3 }), [])).toThrow(
    /expected number 2, found 3/,
  );
});

test("steps without a transaction build indexes concurrently", async () => {
  const index: Migration = {
    number: 2,
    name: "index",
    statements: [sql`create index concurrently if not exists things_id on things (id)`],
    withoutTransaction: true,
  };
  await migrate(db, [area(first, index)]);
  expect(await db.query(sql`select 1 as n from pg_indexes where indexname = 'things_id'`)).toHaveLength(1);
});

describe("a locked table", () => {
  const alter: Migration = {
    number: 2,
    name: "alter",
    statements: [sql`alter table things add column b int`],
  };

  test("is tried again, and others do not queue behind us for longer than a second", async () => {
    await migrate(db, [area(first)]);
    const reader = await db.connect("long reader");
    await reader.send([sql`begin`, sql`select * from things`]);
    const migrating = migrate(db, [area(first, alter)]);
    await expect
      .poll(
        // Of this database alone: others of the server have locks of their own.
        () =>
          db.query(sql`select 1 from pg_locks join pg_database d on d.oid = database
            where not granted and datname = current_database()`),
      )
      .toHaveLength(1);
    // Without the limit they would wait for the reader, which goes on.
    await things();
    await reader.query(sql`commit`);
    await migrating;
    expect(await db.query(sql`select id, b from things`)).toEqual([{ id: 1, b: null }]);
  });

  test("that stays locked fails in the end, and nothing is recorded", async () => {
    await migrate(db, [area(first)]);
    const reader = await db.connect("long reader");
    await reader.send([sql`begin`, sql`select * from things`]);
    const failed = await migrate(db, [area(first, alter)], { lockAttempts: 1 }).catch((e: unknown) => e);
    expect(sqlState(failed)).toBe("55P03");
    await reader.close();
    expect(await db.query(sql`select number from migrations`)).toEqual([{ number: 1 }]);
  });
});

test("derived statements follow the steps at every start, and look at what is there", async () => {
  let runs = 0;
  const derived: SchemaArea = {
    ...area(first),
    async derive(connection) {
      runs += 1;
      const there = await connection.query(sql`
        select 1 from information_schema.columns where table_name = 'things' and column_name = 'extra'`);
      return there.length > 0 ? [] : [sql`alter table things add column extra text`];
    },
  };
  const steps: string[] = [];
  for (let n = 0; n < 2; n += 1) await migrate(db, [derived], { onStep: (step) => void steps.push(step) });
  expect(runs).toBe(2);
  expect(steps).toEqual(["test 1: make things", "test: 1 derived statements"]);
});

test("of derived statements that take long, those are kept that were done before one failed", async () => {
  const derive = (...statements: readonly Sql[]): SchemaArea => ({
    ...area(first),
    derive: async () => statements,
  });
  const steps: string[] = [];
  const [two, three] = [sql`insert into things values (2)`, sql`insert into things values (3)`];
  await expect(
    migrate(db, [derive(two, three, sql`select 1 / 0`)], {
      longestMs: -1,
      onStep: (step) => void steps.push(step),
    }),
  ).rejects.toThrow();
  expect(await things()).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  expect(steps.slice(1)).toEqual([3, 2, 1].map((left) => `test: ${left} derived statements`));
  await expect(migrate(db, [derive(two, sql`select 1 / 0`)])).rejects.toThrow();
  expect(await things()).toHaveLength(3);
});

test("a database that is not UTF-8 is refused", async () => {
  await db.query(
    sql`create database latin template template0 encoding 'LATIN1' locale_provider libc locale 'C'`,
  );
  const url = fresh.url.replace(`/${fresh.name}?`, "/latin?");
  const latin = await fresh.open({ url });
  open.push(latin);
  await expect(migrate(latin, [])).rejects.toThrow(/LATIN1.*UTF8/);
});
