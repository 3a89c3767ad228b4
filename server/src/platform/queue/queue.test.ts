import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { fresh, type Job } from "#src/platform/eventstore/index.ts";
import { build, House, openToy, useToy, writer } from "../eventstore/rules/toy.fixture.ts";
import {
  backOffMs,
  deadJobs,
  deliveries,
  GiveUp,
  reviveDead,
  startWorker,
  type Task,
  type Worker,
} from "./index.ts";

const toy = useToy({ onJobs: () => workers.at(0)?.wake() });
const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
  await toy.database.query(sql`delete from jobs`);
  await toy.database.query(sql`delete from job_deliveries`);
});

function work(task: Task, more: Partial<Parameters<typeof startWorker>[0]> = {}): Worker {
  const worker = startWorker({
    database: toy.database,
    tasks: { toy: task },
    random: () => 0.5,
    onTrouble: () => undefined,
    ...more,
  });
  workers.push(worker);
  return worker;
}

let counter = 0;
const cause = (...jobs: Omit<Job, "task">[]) =>
  toy.store.execute(writer, [fresh(House, `job house ${++counter}`)], ([h]) => [build(`job ${counter}`)(h)], {
    jobs: () => jobs.map((job) => ({ task: "toy", ...job })),
  });

test("a job of a commit is done by this process within 200 ms, and recorded", async () => {
  const done: object[] = [];
  work(async ({ payload }) => String(done.push(payload)));
  await sleep(50);
  await cause({ payload: { to: 1 } });
  await expect.poll(() => done, { timeout: 200, interval: 5 }).toEqual([{ to: 1 }]);
  await expect
    .poll(() => deliveries(toy.database, "i1", 10))
    .toMatchObject([{ task: "toy", attempt: 1, outcome: "done", detail: "1" }]);
  expect(await toy.database.query(sql`select 1 from jobs`)).toEqual([]);
});

test("a job of a refused unit does not exist", async () => {
  const [house] = await toy.store.execute(writer, [fresh(House, "there")], ([h]) => [build("there")(h)]);
  const again = toy.store.execute(writer, [fresh(House, house.aggregateId)], ([h]) => [build("x")(h)], {
    jobs: () => [{ task: "toy", payload: {} }],
  });
  await expect(again).rejects.toMatchObject({ id: "TOY-Built" });
  expect(await toy.database.query(sql`select 1 from jobs`)).toEqual([]);
});

test("four workers, 400 jobs: each is done once", async () => {
  const seen: number[] = [];
  const task: Task = async ({ payload }) => {
    seen.push(Number(Reflect.get(payload, "n")));
    return "";
  };
  await cause(...Array.from({ length: 150 }, (_, n) => ({ payload: { n } })));
  await cause(...Array.from({ length: 150 }, (_, n) => ({ payload: { n: n + 150 } })));
  for (let n = 0; n < 4; n += 1) work(task);
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(300);
  expect(new Set(seen).size).toBe(300);
});

test("jobs of one order key run one after another, in order; others do not wait for them", async () => {
  const seen: string[] = [];
  let active = 0;
  const task: Task = async ({ payload }) => {
    const name = String(Reflect.get(payload, "name"));
    if (name.startsWith("a")) expect(++active).toBe(1);
    await sleep(name === "a1" ? 60 : 5);
    if (name.startsWith("a")) active -= 1;
    seen.push(name);
    return "";
  };
  await cause(
    { payload: { name: "a1" }, orderKey: "a" },
    { payload: { name: "a2" }, orderKey: "a" },
    { payload: { name: "a3" }, orderKey: "a" },
    { payload: { name: "b" } },
  );
  work(task);
  work(task);
  await expect.poll(() => seen.length).toBe(4);
  expect(seen.filter((name) => name !== "b")).toEqual(["a1", "a2", "a3"]);
  expect(seen[0]).toBe("b");
});

test("what fails is tried again later, with the same id", async () => {
  const ids: string[] = [];
  await cause({ payload: {} });
  work(async ({ id, attempt }) => {
    ids.push(id);
    if (attempt === 1) throw new Error("busy\0");
    return "sent";
  });
  await expect.poll(() => ids.length).toBe(1);
  await expect
    .poll(() => deliveries(toy.database, "i1", 10))
    .toMatchObject([{ outcome: "failed", detail: "busy" }]);
  await toy.database.query(sql`update jobs set run_at = now()`);
  workers[0]?.wake();
  await expect.poll(() => ids.length).toBe(2);
  expect(ids[0]).toBe(ids[1]);
});

test("a dead letter holds up nobody, is listed, and can be given another attempt", async () => {
  const seen: string[] = [];
  await cause({ payload: { bad: true }, orderKey: "k" }, { payload: {}, orderKey: "k" });
  work(async ({ id, payload, attempt }) => {
    if ("bad" in payload && attempt === 1) throw new GiveUp("no such address");
    seen.push(id);
    return "";
  });
  await expect.poll(() => seen.length).toBe(1);
  const [dead] = await deadJobs(toy.database, "i1", 10);
  expect(dead).toMatchObject({ task: "toy", attempts: 1 });
  expect(await reviveDead(toy.database, "i2", dead?.id ?? "")).toBe(false);
  expect(await reviveDead(toy.database, "i1", dead?.id ?? "")).toBe(true);
  workers[0]?.wake();
  await expect.poll(() => seen.length).toBe(2);
});

test("a job whose worker is gone is done by another when its lease is over", async () => {
  await cause({ payload: {} });
  const stuck = work(() => new Promise(() => undefined), { leaseMs: 100 });
  await expect
    .poll(async () => (await toy.database.query(sql`select 1 from jobs where attempts = 1`)).length)
    .toBe(1);
  workers.splice(workers.indexOf(stuck), 1);
  let rescued = 0;
  work(async () => String(++rescued), { pollMs: 50 });
  await expect.poll(() => rescued).toBe(1);
  await stuck.close();
});

test("the jobs of another process's commits are found by looking", async () => {
  let found = 0;
  work(async () => String(++found), { pollMs: 50 });
  const far = await openToy(toy.database);
  await far.execute(writer, [fresh(House, "far")], ([h]) => [build("far")(h)], {
    jobs: () => [{ task: "toy", payload: {} }],
  });
  await expect.poll(() => found).toBe(1);
  await far.close();
});

test("attempts back off by doubling, up to an hour, spread by half", () => {
  expect([1, 2, 3].map((attempt) => backOffMs(attempt, 0.5))).toEqual([5_000, 10_000, 20_000]);
  expect(backOffMs(1, 0)).toBe(2_500);
  expect(backOffMs(30, 1)).toBe(5_400_000);
});
