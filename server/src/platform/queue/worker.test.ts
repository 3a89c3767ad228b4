import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Database, sql } from "#src/platform/db/index.ts";
import { type FreshDatabase, freshDatabase } from "#test/harness/database.ts";
import { listDeliveries, reviveDead } from "./deliveries.ts";
import type { TakenJob, Tasks } from "./model.ts";
import type { WorkerOptions } from "./options.ts";
import { addJobs, hurry, jobCount, queueTemplate, until, work } from "./queue.fixture.ts";
import { finishJob } from "./statements.ts";
import type { Worker } from "./worker.ts";

let place: FreshDatabase;
let database: Database;
const workers: Worker[] = [];

const start = (tasks: Tasks, more: Partial<WorkerOptions> = {}, on: Pick<Database, "query"> = database) => {
  const worker = work(on, tasks, more);
  workers.push(worker);
  return worker;
};

/** A database that counts what is asked of it. */
function counting(inner: Database) {
  const asked = { total: 0 };
  const query: Database["query"] = (statement, how) => {
    asked.total += 1;
    return inner.query(statement, how);
  };
  return { asked, query };
}

beforeAll(async () => {
  place = await freshDatabase(queueTemplate);
  database = await place.open();
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await database.query(sql`delete from jobs`);
  await database.query(sql`delete from job_deliveries`);
});
afterAll(() => database.close());

describe("a worker", () => {
  it("that is woken starts a job at once, however far the next look is", async () => {
    let ran = 0;
    const worker = start({ t: { run: async () => ((ran += 1), "done") } }, { pollMs: 3_600_000 });
    for (let n = 1; n <= 3; n += 1) {
      // It has nothing to do, and looks no more.
      await sleep(50);
      await addJobs(database, [{}]);
      worker.wake();
      await until(() => ran === n);
    }
  });

  it("finds by polling what others committed, and a delayed job when it is due", async () => {
    const ran: TakenJob[] = [];
    start({ t: { run: async (job) => (ran.push(job), "done") } }, { pollMs: 100 });
    await sleep(50);
    const ids = await addJobs(database, [{ inMs: 60_000 }, { payload: { a: 1 } }]);
    await until(() => ran.length > 0);
    await sleep(250);
    expect(ran).toEqual([{ id: ids[1], instanceId: "i1", task: "t", payload: { a: 1 }, attempt: 1 }]);
    await hurry(database);
    await until(() => ran.length === 2);
  });

  it("that is idle asks less than 30 times a minute", async () => {
    const { asked, query } = counting(database);
    const [pollMs, looks] = [40, 5];
    const began = performance.now();
    start({ t: { run: async () => "done" } }, { pollMs }, { query });
    // A poll is 10 s by default: 30 questions a minute are 5 for each look.
    await until(() => asked.total >= 5 * looks);
    // Timers may fire up to a millisecond early.
    expect(performance.now() - began).toBeGreaterThan(looks * (pollMs - 1));
  });

  it("leaves jobs of tasks it does not know to others", async () => {
    await addJobs(database, [{ task: "of-a-newer-version" }]);
    start({ t: { run: async () => "done" } });
    await sleep(150);
    expect(await jobCount(database)).toBe(1);
  });

  it("that stops finishes what runs and takes nothing more", async () => {
    const ids = await addJobs(database, [{}, {}]);
    const ran: string[] = [];
    const worker = start(
      {
        t: {
          async run(job) {
            ran.push(job.id);
            await sleep(200);
            return "done";
          },
        },
      },
      { concurrency: 1 },
    );
    await until(() => ran.length === 1);
    await worker.stop();
    expect(ran).toEqual([ids[0]]);
    expect(await jobCount(database)).toBe(1);
    expect(await listDeliveries(database, "i1", 10)).toMatchObject([{ jobId: ids[0], outcome: "done" }]);
    await sleep(100);
    expect(ran).toHaveLength(1);
  });

  it("that stops while it takes jobs finishes those too", async () => {
    let ended = 0;
    let stopping: Promise<void> | undefined;
    const query: Database["query"] = async <T extends object>(...asked: Parameters<Database["query"]>) => {
      const rows = await database.query<T>(...asked);
      // What was taken is on its way to the worker when it is stopped.
      if (asked[0].text.includes("locked_until") && rows.length > 0) stopping ??= worker.stop();
      return rows;
    };
    await addJobs(database, [{}]);
    const task = { run: async () => (await sleep(50), (ended += 1), "done" as const) };
    const worker = start({ t: task }, {}, { query });
    await until(() => stopping !== undefined);
    await stopping;
    expect(ended).toBe(1);
    expect(await jobCount(database)).toBe(0);
  });

  it("serves every instance before the second job of any", async () => {
    const ran: string[] = [];
    await addJobs(database, [
      ...Array.from({ length: 50 }, () => ({ instanceId: "big" })),
      { instanceId: "a" },
      { instanceId: "small" },
    ]);
    start({ t: { run: async (job) => (ran.push(job.instanceId), "done") } }, { concurrency: 2 });
    await until(() => ran.length === 52);
    expect(Math.max(ran.indexOf("a"), ran.indexOf("small"))).toBeLessThan(6);
  });

  it("goes on after the database was away", async () => {
    let away = true;
    const troubles: unknown[] = [];
    const query: Database["query"] = (statement, how) =>
      away ? Promise.reject(new Error("away")) : database.query(statement, how);
    start(
      { t: { run: async () => "done" } },
      { pollMs: 50, onTrouble: (error) => troubles.push(error) },
      { query },
    );
    await addJobs(database, [{}]);
    await until(() => troubles.length > 1);
    away = false;
    await until(async () => (await jobCount(database)) === 0);
  });
});

describe("two workers", () => {
  it("never run one job twice", async () => {
    const ran: string[] = [];
    const tasks: Tasks = {
      t: {
        async run(job) {
          ran.push(job.id);
          await sleep(Math.random() * 3);
          return "done";
        },
      },
    };
    const ids = await addJobs(
      database,
      Array.from({ length: 200 }, (_, n) => ({ instanceId: `i${n % 5}` })),
    );
    const other = await place.open();
    start(tasks);
    start(tasks, {}, other);
    await until(async () => (await jobCount(database)) === 0);
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await other.close();
    expect([...ran].sort()).toEqual([...ids].sort());
  });
});

describe("a lease", () => {
  it("is taken over after a crash, once, under the same id", async () => {
    const [id] = await addJobs(database, [{}]);
    const doomed = await place.open();
    const ran: TakenJob[] = [];
    const hanging = work(
      doomed,
      { t: { run: (job) => (ran.push(job), new Promise<never>(() => undefined)) } },
      { leaseMs: 60_000 },
    );
    await until(() => ran.length === 1);
    await doomed.close();
    const survivors: Tasks = { t: { run: async (job) => (ran.push(job), "done") } };
    start(survivors, { pollMs: 50 });
    start(survivors, { pollMs: 50 });
    await sleep(150);
    expect(ran).toHaveLength(1);
    await database.query(sql`update jobs set locked_until = now()`);
    await until(async () => (await jobCount(database)) === 0);
    expect(ran.map((job) => [job.id, job.attempt])).toEqual([
      [id, 1],
      [id, 2],
    ]);
    expect(
      (await listDeliveries(database, "i1", 10)).map(({ attempt, outcome }) => [attempt, outcome]),
    ).toEqual([
      [2, "done"],
      [1, "lost"],
    ]);
    void hanging.stop();
  });

  it("is kept while the work goes on", async () => {
    await addJobs(database, [{}]);
    const ran: string[] = [];
    const lease = async () => {
      const [row] = await database.query<{ until: Date }>(sql`select locked_until as until from jobs`);
      return row?.until.getTime() ?? 0;
    };
    const tasks: Tasks = {
      t: {
        async run(job) {
          ran.push(job.id);
          for (let n = 0; n < 2; n += 1) {
            const before = await lease();
            await until(async () => (await lease()) > before);
          }
          return "done";
        },
      },
    };
    start(tasks, { leaseMs: 4_500, pollMs: 50 });
    await until(async () => (await jobCount(database)) === 0);
    expect(ran).toHaveLength(1);
  });

  it("that is lost cannot end the job of who took it over", async () => {
    const [id = ""] = await addJobs(database, [{}]);
    await database.query(sql`update jobs set attempts = 2, locked_until = now() + interval '1 minute'`);
    await database.query(finishJob({ id, attempt: 1 }, "done", null));
    expect(await jobCount(database)).toBe(1);
  });
});

describe("jobs of one key", () => {
  it("run one after another in order, others beside them", async () => {
    const began: string[] = [];
    let atOnce = 0;
    const run = async (job: TakenJob): Promise<"done"> => {
      began.push(JSON.stringify(job.payload));
      if (job.task === "free") return "done";
      atOnce += 1;
      expect(atOnce).toBe(1);
      await sleep(30);
      atOnce -= 1;
      return "done";
    };
    await addJobs(database, [
      ...[1, 2, 3].map((n) => ({ orderKey: "k", payload: { n } })),
      { task: "free", payload: {} },
    ]);
    start({ t: { run }, free: { run } });
    await until(() => began.length === 4);
    expect(began.filter((text) => text !== "{}")).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(began.indexOf("{}")).toBeLessThan(3);
  });

  it("wait while the first one is to be tried again, and go on when it is dead", async () => {
    const began: string[] = [];
    const [first, second] = await addJobs(database, [{ orderKey: "k" }, { orderKey: "k" }]);
    const worker = start({
      t: {
        maxAttempts: 2,
        async run({ id }) {
          began.push(id);
          if (id === first) throw new Error("not now");
          return "done";
        },
      },
    });
    await until(() => began.length === 1);
    await sleep(100);
    expect(began).toEqual([first]);
    await hurry(database);
    worker.wake();
    await until(async () => (await jobCount(database)) === 0);
    expect(began).toEqual([first, first, second]);
  });
});

describe("a job that fails", () => {
  it("is tried again later, and each attempt is on record", async () => {
    const [id] = await addJobs(database, [{ payload: { secret: 1 } }]);
    const runs: string[] = [];
    start(
      {
        t: {
          async run({ attempt }) {
            if (attempt === 1) throw new Error("not now\0");
            return "done";
          },
        },
      },
      { onRun: ({ outcome }) => runs.push(outcome) },
    );
    const began = performance.now();
    await until(async () => (await jobCount(database)) === 0);
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(runs).toEqual(["retry", "done"]);
    expect(await listDeliveries(database, "i1", 10)).toMatchObject([
      { jobId: id, attempt: 2, outcome: "done", error: undefined },
      { jobId: id, attempt: 1, outcome: "retry", error: "Error: not now" },
    ]);
    const kept = await database.query<{ payload: object }>(sql`select payload from job_deliveries`);
    expect(kept.map(({ payload }) => payload)).toEqual([{}, {}]);
  });

  it("is a dead letter after its last attempt, with its payload", async () => {
    await addJobs(database, [{ payload: { to: "u1" } }]);
    start({
      t: {
        maxAttempts: 1,
        run: async () => {
          throw new Error("never");
        },
      },
    });
    await until(async () => (await jobCount(database)) === 0);
    expect(await listDeliveries(database, "i1", 10, "dead")).toMatchObject([{ outcome: "dead", attempt: 1 }]);
    const [kept] = await database.query<{ payload: object }>(sql`select payload from job_deliveries`);
    expect(kept?.payload).toEqual({ to: "u1" });
  });

  it("and is a dead letter can be given another chance, by its own instance", async () => {
    const [id = ""] = await addJobs(database, [{ payload: { to: "u1" } }]);
    const ran: unknown[] = [];
    const worker = start({
      t: {
        maxAttempts: 1,
        async run({ payload }) {
          ran.push(payload);
          if (ran.length === 1) throw new Error("never");
          return "done";
        },
      },
    });
    await until(async () => (await jobCount(database)) === 0);
    expect(await reviveDead(database, "i2", id)).toBe(false);
    expect(await reviveDead(database, "i1", id)).toBe(true);
    worker.wake();
    await until(() => ran.length === 2);
    expect(ran[1]).toEqual({ to: "u1" });
  });

  it("by taking its worker down is a dead letter too", async () => {
    await addJobs(database, [{}]);
    await database.query(sql`update jobs set attempts = 2, locked_until = now() - interval '1 second'`);
    let ran = false;
    start({ t: { maxAttempts: 2, run: async () => ((ran = true), "done") } });
    await until(async () => (await jobCount(database)) === 0);
    expect(ran).toBe(false);
    expect(await listDeliveries(database, "i1", 10, "dead")).toHaveLength(1);
  });
});

describe("a task", () => {
  it("that asks for more goes on as a new job behind the others", async () => {
    const seen: string[] = [];
    await addJobs(database, [{ payload: { p: 1 } }]);
    start({
      t: {
        async run(job) {
          seen.push(job.id);
          expect(job.payload).toEqual({ p: 1 });
          expect(job.attempt).toBe(1);
          return seen.length < 3 ? "again" : "done";
        },
      },
    });
    await until(async () => (await jobCount(database)) === 0);
    expect(new Set(seen).size).toBe(3);
  });

  it("that is periodic is there once over all workers, and comes again", async () => {
    let ran = 0;
    const tasks: Tasks = { p: { everyMs: 100, run: async () => ((ran += 1), "done") } };
    start(tasks, { pollMs: 50 });
    start(tasks, { pollMs: 50 });
    await until(() => ran >= 3);
    expect(await jobCount(database)).toBe(1);
  });
});
