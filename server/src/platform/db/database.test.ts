import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../test/harness/database.ts";
import { type Database, sql, sqlState } from "./index.ts";
import { openSession } from "./session.ts";

let fresh: FreshDatabase;
let db: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = await fresh.open();
});
afterAll(() => db.close());

describe("values", () => {
  test("int8 is a number while exact and a bigint beyond, xid8 a bigint, timestamptz a Date, jsonb parsed", async () => {
    const [row] = await db.query(sql`
      select 42::int8 as small, 9223372036854775807::int8 as big, pg_current_xact_id() as xact,
        '2026-01-02T03:04:05Z'::timestamptz as at, '{"a":[1]}'::jsonb as doc, '2026-01-02'::date as day`);
    expect(row).toEqual({
      small: 42,
      big: 9223372036854775807n,
      xact: expect.any(BigInt),
      at: new Date("2026-01-02T03:04:05Z"),
      doc: { a: [1] },
      day: "2026-01-02",
    });
  });

  test("objects go out as JSON, arrays as arrays, bigints and dates as themselves", async () => {
    const at = new Date("2026-01-02T03:04:05.678Z");
    const [row] = await db.query(sql`
      select ${{ a: "ä" }}::jsonb as doc, ${["x", "y,z"]}::text[] as list, ${9223372036854775807n}::int8 as big,
        ${at}::timestamptz as at, ${null}::text as nothing`);
    expect(row).toEqual({
      doc: { a: "ä" },
      list: ["x", "y,z"],
      big: 9223372036854775807n,
      at,
      nothing: null,
    });
  });

  test("an undefined value is refused before it reaches the server, and the session lives on", async () => {
    await expect(db.query(sql`select ${undefined}::text`)).rejects.toThrow(TypeError);
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const asking = (value: unknown) => db.query(sql`select ${value}::jsonb as v`);
    await expect(asking(circular)).rejects.toThrow(TypeError);
    expect(await asking({ ok: true })).toEqual([{ v: { ok: true } }]);
  });
});

test("texts are prepared under a name, unless the switch is off", async () => {
  const prepared = (database: Database) =>
    database.query<{ n: number }>(sql`select count(*) as n from pg_prepared_statements`);
  expect((await prepared(db))[0]?.n).toBeGreaterThan(0);
  const plain = await fresh.open({ prepare: false });
  expect((await prepared(plain))[0]?.n).toBe(0);
  await plain.close();
});

test("a statement made stale by a migration is answered all the same", async () => {
  const one = await fresh.open({ poolSize: 1 });
  await one.query(sql`create table stale (a int)`);
  const read = () => one.query(sql`select * from stale`);
  await one.query(sql`insert into stale values (1)`);
  expect(await read()).toEqual([{ a: 1 }]);
  await one.query(sql`alter table stale add column b int default 2`);
  expect(await read()).toEqual([{ a: 1, b: 2 }]);
  expect(await read()).toEqual([{ a: 1, b: 2 }]);
  await one.close();
});

test("errors of the server keep their SQLSTATE, and the session goes on", async () => {
  const error = await db.query(sql`select 1 / ${0}::int`).catch((reason: unknown) => reason);
  expect(sqlState(error)).toBe("22012");
  expect(await db.query(sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test("a slow statement delays nobody while another session is free", async () => {
  const two = await fresh.open({ poolSize: 2 });
  const backend = () => two.query(sql`select pg_backend_pid() as pid, pg_sleep(0.05)::text`);
  // The second asks while the first is under way, which opens another session in time.
  const backends = async () => {
    const first = backend();
    await setImmediate();
    return new Set((await Promise.all([first, backend()])).map((rows) => JSON.stringify(rows))).size;
  };
  await expect.poll(backends).toBe(2);
  const holder = await db.connect("holds up");
  await holder.query(sql`select pg_advisory_lock(1) is null as locked`);
  const slow = two.query(sql`select pg_advisory_xact_lock(1) is null as locked`);
  await setImmediate();
  // These would never end behind the one that waits; the first is asked in the same turn.
  for (let n = 0; n < 3; n += 1) await two.query(sql`select 1`);
  await holder.close();
  await slow;
  await two.close();
});

test("a statement that takes too long is given up, told as that, and its session lives on", async () => {
  const hasty = await fresh.open({ poolSize: 1, statementTimeoutMs: 1_000 });
  const backend = () => hasty.query<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  const before = await backend();
  await expect(hasty.query(sql`select pg_sleep(3600)`)).rejects.toMatchObject({
    kind: "deadline_exceeded",
    id: "DB-T1m3d",
  });
  expect(await backend()).toEqual(before);
  await hasty.close();
});

test("a plan that was made for an empty table does not outlive it for long", async () => {
  let now = 0;
  const one = await fresh.open({ poolSize: 1, localMs: () => now });
  await one.query(sql`create table grows (id text primary key) with (autovacuum_enabled = off)`);
  await one.query(sql`vacuum grows`);
  const read = sql`select id from grows where id = ${"1"}`;
  const plan = async () => {
    const [known] = await one.query<{ name: string }>(
      sql`select name from pg_prepared_statements where statement = ${read.text}`,
    );
    const shown = { text: `explain execute "${known?.name}" ('1')`, values: [] };
    return JSON.stringify(await one.query(shown, { prepare: false }));
  };
  for (let n = 0; n < 6; n += 1) await one.query(read);
  await one.query(sql`insert into grows select n::text from generate_series(1, 5000) n`);
  expect(await plan()).toContain("Seq Scan");
  now += 11_000;
  expect(await plan()).toContain("Index");
  expect(await one.query(read)).toEqual([{ id: "1" }]);
  await one.close();
});

describe("a session of one's own", () => {
  test("carries its purpose and settings", async () => {
    const session = await db.connect("lane", { lock_timeout: "1s", statement_timeout: "5s" });
    const [row] = await session.query(sql`
      select application_name as name, current_setting('lock_timeout') as lock,
        current_setting('statement_timeout') as run, pid
      from pg_stat_activity where pid = pg_backend_pid()`);
    expect(row).toEqual({ name: "gatehouse lane", lock: "1s", run: "5s", pid: session.serverPid });
    await session.close();
  });

  test("sends several statements in one go and answers with the tag of each", async () => {
    const session = await db.connect("test");
    const results = await session.send([
      sql`begin`,
      sql`create table tags (a int)`,
      sql`insert into tags values (${1}), (${2})`,
      sql`commit`,
    ]);
    expect(results.map(({ command, count }) => [command, count])).toEqual([
      ["BEGIN", 0],
      ["CREATE", 0],
      ["INSERT", 2],
      ["COMMIT", 0],
    ]);
    await session.close();
  });

  test("a statement that was sent before is answered alike: with rows, without any, and by its tag alone", async () => {
    const session = await db.connect("test");
    const upTo = (n: number) => sql`select g as n, null as nothing from generate_series(1, ${n}::int) g`;
    expect(await session.query(upTo(0))).toEqual([]);
    const [two, none] = await session.send([upTo(2), upTo(0)]);
    expect(two).toEqual({
      rows: [
        { n: 1, nothing: null },
        { n: 2, nothing: null },
      ],
      command: "SELECT",
      count: 2,
    });
    expect(none?.rows).toEqual([]);
    await session.query(sql`create table alike (a int)`);
    const add = sql`insert into alike values (${1})`;
    for (let n = 0; n < 2; n += 1)
      expect(await session.send([add])).toEqual([{ rows: [], command: "INSERT", count: 1 }]);
    await session.close();
  });

  test("throws the first error of a pipeline, and the commit behind it rolls back", async () => {
    const session = await db.connect("test");
    await session.query(sql`create table pipeline (a int primary key)`);
    const add = sql`insert into pipeline values (${1})`;
    const failed = await session.send([sql`begin`, add, add, add, sql`commit`]).catch((e: unknown) => e);
    expect(sqlState(failed)).toBe("23505");
    expect(await session.query(sql`select a from pipeline`)).toEqual([]);
    await session.close();
  });

  test("an error is told as it is, also when the same new text follows it twice", async () => {
    const session = await db.connect("test");
    const again = sql`select 'never prepared' as text`;
    const failed = await session
      .send([sql`begin`, sql`select 1 / ${0}::int`, again, again, sql`commit`])
      .catch((error: unknown) => error);
    expect(sqlState(failed)).toBe("22012");
    expect(session.isOpen()).toBe(true);
    expect(await session.query(again)).toEqual([{ text: "never prepared" }]);
    await session.close();
  });

  test("one that hears nothing although answers are due is given up", async () => {
    const session = await openSession({
      url: fresh.url,
      purpose: "stalled",
      settings: {},
      nameOf: () => undefined,
      stallMs: 1_000,
      connectTimeoutMs: 60_000,
      ownSession: true,
      localMs: Date.now,
    });
    // The server is held still, as a dead network would.
    process.kill(session.serverPid, "SIGSTOP");
    const waiting = session.query(sql`select 1`);
    await expect(waiting).rejects.toMatchObject({ kind: "unavailable" });
    process.kill(session.serverPid, "SIGCONT");
  });

  test("says when it is lost, and what was under way fails as unavailable", async () => {
    const session = await db.connect("victim");
    const waiting = session.query(sql`select pg_sleep(3600)`).catch((error: unknown) => error);
    await db.query(sql`select pg_terminate_backend(${session.serverPid})`);
    expect(await waiting).toMatchObject({ kind: "unavailable" });
    expect(await session.lost).toMatchObject({ kind: "unavailable" });
    expect(session.isOpen()).toBe(false);
    await expect(session.query(sql`select 1`)).rejects.toMatchObject({ kind: "unavailable" });
  });
});

test("the pool replaces sessions that were ended from outside", async () => {
  const other = await fresh.open({ poolSize: 2 });
  await Promise.all([1, 2, 3].map(() => other.query(sql`select pg_sleep(0.05)`)));
  await db.query(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'gatehouse pool' and pid <> pg_backend_pid()`);
  await expect.poll(() => other.query(sql`select 1 as one`).catch(() => "lost")).toEqual([{ one: 1 }]);
  await other.close();
});

test("a database that is away is waited for, then unavailable", async () => {
  const url = "postgres://nobody@/nothing?host=/nonexistent";
  const started = performance.now();
  const opening = fresh.open({ url, connectTimeoutMs: 300 });
  await expect(opening).rejects.toMatchObject({ kind: "unavailable" });
  expect(performance.now() - started).toBeGreaterThan(150);
});

test("time is the database's: a node whose clock is an hour off agrees with the others", async () => {
  const wrong = await fresh.open({ localMs: () => Date.now() - 3_600_000 });
  const session = await wrong.connect("clock");
  for (const now of [db.now(), wrong.now(), session.now()]) {
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(600_000);
  }
  await wrong.close();
});
