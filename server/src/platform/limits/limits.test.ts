import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, sql } from "#src/platform/db/index.ts";
import { Failure, limitHeadersOf } from "#src/platform/failure/index.ts";
import { type FreshDatabase, freshDatabase } from "../../../test/harness/database.ts";
import { createLimits, type Limits } from "./limits.ts";
import type { Budget } from "./rule.ts";
import { limitTables } from "./tables.ts";
import { withinBudgets } from "./within.ts";

let fresh: FreshDatabase;
let db: Database;
let other: Database;
let limits: Limits;
/** A second process on the same database. */
let elsewhere: Limits;
const refused: string[] = [];
const pepper = Buffer.alloc(32, 7);

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await fresh.open();
  other = await fresh.open();
  for (const table of limitTables) await db.query(table);
  limits = createLimits({ db, pepper, onLimited: (rule) => refused.push(rule) });
  elsewhere = createLimits({ db: other, pepper });
});
afterAll(async () => {
  await db.close();
  await other.close();
});

let next = 0;
const budget = (limit: number, windowSeconds = 600, more: Partial<Budget> = {}): Budget => ({
  instanceId: "1",
  rule: { name: "test", limit, windowSeconds },
  subject: `subject ${next++}`,
  ...more,
});

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "passes",
    (error: unknown) => (error instanceof Failure ? `${error.kind} ${error.id}` : String(error)),
  );
}
/** Lets time pass for every budget. */
const pass = (seconds: number) =>
  db.query(sql`update rate_limits set free_at = free_at - ${seconds}::float8 * interval '1 second'`);
const FULL = "resource_exhausted LIMIT-f4Sl7";

describe("failures", () => {
  it("are refused after as many as the rule says, and checks count nothing", async () => {
    const one = budget(3);
    for (let n = 0; n < 3; n++) {
      for (let look = 0; look < 5; look++) expect(await outcome(limits.check(one))).toBe("passes");
      await limits.fail(one);
    }
    expect(await outcome(limits.check(one))).toBe(FULL);
    expect(refused.at(-1)).toBe("test");
  });

  it("say when to come back", async () => {
    const one = budget(2, 600);
    await limits.fail(one);
    await limits.fail(one);
    const error = await limits.check(one).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(Failure);
    const values = error instanceof Failure ? error.details.values : {};
    expect(values).toMatchObject({ rule: "test" });
    expect(values?.["retryAfterSeconds"]).toBeGreaterThan(290);
    expect(values?.["retryAfterSeconds"]).toBeLessThanOrEqual(300);
    const seconds = values?.["retryAfterSeconds"];
    expect(limitHeadersOf(error)).toEqual({
      "retry-after": `${seconds}`,
      "ratelimit-policy": '"test";q=2;w=600',
      ratelimit: `"test";r=0;t=${seconds}`,
    });
  });

  it("count over processes, exactly, when they come at once", async () => {
    const one = budget(40);
    await Promise.all(Array.from({ length: 39 }, (_, n) => (n % 2 ? limits : elsewhere).fail(one)));
    expect(await outcome(limits.check(one))).toBe("passes");
    expect(await outcome(elsewhere.check(one))).toBe("passes");
    await elsewhere.fail(one);
    expect(await outcome(limits.check(one))).toBe(FULL);
  });

  it("of several budgets are counted together, and each can refuse", async () => {
    const user = budget(5, 600);
    const address = budget(2, 60);
    await limits.fail(user, address);
    await limits.fail(address, user);
    expect(await outcome(limits.check(user))).toBe("passes");
    expect(await outcome(limits.check(user, address))).toBe(FULL);
  });

  it("are forgotten as time passes, one after another", async () => {
    const one = budget(4, 2000);
    for (let n = 0; n < 20; n++) await limits.fail(one);
    expect(await outcome(limits.check(one))).toBe(FULL);
    await pass(600);
    expect(await outcome(limits.check(one))).toBe("passes");
    await limits.fail(one);
    expect(await outcome(limits.check(one))).toBe(FULL);
    await pass(2100);
    for (let n = 0; n < 3; n++) await limits.fail(one);
    expect(await outcome(limits.check(one))).toBe("passes");
  });

  it("of one tenant, rule or subject do not touch another", async () => {
    const one = budget(1);
    await limits.fail(one);
    expect(await outcome(limits.check(one))).toBe(FULL);
    expect(await outcome(limits.check({ ...one, instanceId: "2" }))).toBe("passes");
    expect(await outcome(limits.check({ ...one, subject: "other" }))).toBe("passes");
    expect(await outcome(limits.check({ ...one, rule: { ...one.rule, name: "other" } }))).toBe("passes");
  });
});

describe("a guarded guess", () => {
  const right = () => Promise.resolve({ ok: true });
  const wrong = () => Promise.resolve({ ok: false });

  it("never counts successes, however many at once", async () => {
    const one = budget(2);
    await Promise.all(Array.from({ length: 30 }, () => limits.guard([one], right)));
    expect(await outcome(limits.check(one))).toBe("passes");
  });

  it("counts wrong ones, and refuses without working when used up", async () => {
    const one = budget(2);
    await limits.guard([one], wrong);
    await limits.guard([one], wrong);
    let worked = false;
    const work = () => {
      worked = true;
      return right();
    };
    expect(await outcome(limits.guard([one], work))).toBe(FULL);
    expect(worked).toBe(false);
  });

  it("made in parallel is refused although right, once the wrong ones have used the budget up", async () => {
    const one = budget(3);
    let answer: (result: { ok: boolean }) => void = () => {};
    const slow = limits.guard([one], () => new Promise<{ ok: boolean }>((resolve) => (answer = resolve)));
    const result = outcome(slow);
    for (let n = 0; n < 3; n++) await elsewhere.guard([one], wrong);
    answer({ ok: true });
    expect(await result).toBe(FULL);
  });
});

describe("messages", () => {
  it("are let through up to the limit, exactly, from all processes at once", async () => {
    const one = budget(7);
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, n) => outcome((n % 2 ? limits : elsewhere).take(one))),
    );
    expect(results.filter((result) => result === "passes")).toHaveLength(7);
    expect(results.filter((result) => result === "resource_exhausted LIMIT-m2Sg9")).toHaveLength(23);
  });
});

describe("what is begun and finished", () => {
  it("is given back, however often; what was never taken gives nothing", async () => {
    const one = budget(2);
    await limits.giveBack(one);
    for (let n = 0; n < 6; n++) {
      await limits.take(one);
      await elsewhere.giveBack(one);
    }
    for (let n = 0; n < 3; n++) await limits.giveBack(one);
    expect(await outcome(limits.take(one))).toBe("passes");
    expect(await outcome(limits.take(one))).toBe("passes");
    expect(await outcome(limits.take(one))).toBe("resource_exhausted LIMIT-m2Sg9");
  });
});

describe("what counts against several budgets", () => {
  it("costs nothing when one of them is used up, or the work fails", async () => {
    const [own, shared] = [budget(1), budget(1)];
    await limits.take(shared);
    expect(await outcome(withinBudgets(limits, [own, shared], async () => {}))).toBe(
      "resource_exhausted LIMIT-m2Sg9",
    );
    const fails = withinBudgets(limits, [own], () => Promise.reject(new Error("broken")));
    await expect(fails).rejects.toThrow("broken");
    expect(await outcome(limits.take(own))).toBe("passes");
  });
});

describe("the table", () => {
  it("holds no personal data", async () => {
    const one = budget(3, 600, { subject: "alice@example.com 203.0.113.7" });
    await limits.fail(one);
    await limits.take({ ...one, rule: { ...one.rule, name: "mail" } });
    const rows = await db.query<{ row: string }>(sql`select r::text as row from rate_limits r`);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map(({ row }) => row).join()).not.toMatch(/alice|example|203\.0/);
    const guessed = createLimits({ db, pepper: Buffer.alloc(32, 8) });
    await guessed.fail(one);
    const more = await db.query(sql`select 1 as one from rate_limits`);
    expect(more).toHaveLength(rows.length + 1);
  });

  it("loses only budgets that are whole again", async () => {
    const [short, long] = [budget(1, 60), budget(1, 6000)];
    await limits.fail(short, long);
    await pass(100);
    expect(await limits.purge()).toBeGreaterThanOrEqual(1);
    expect(await outcome(limits.check(long))).toBe(FULL);
    expect(await limits.purge()).toBe(0);
  });

  it("is read and purged through indexes alone", async () => {
    const session = await db.connect("explain", { enable_seqscan: "off" });
    const plans = await Promise.all([
      session.query(
        sql`explain select 1 from rate_limits where instance_id = '1' and key = any('{a,b}'::text[])`,
      ),
      session.query(sql`explain select 1 from rate_limits where free_at < now() order by free_at limit 10`),
    ]);
    await session.close();
    for (const plan of plans) {
      expect(JSON.stringify(plan)).toMatch(/Index/);
      expect(JSON.stringify(plan)).not.toMatch(/Seq Scan/);
    }
  });
});

describe("switched off", () => {
  it("everything passes and nothing is counted", async () => {
    const off = createLimits({ db, pepper, enabled: false });
    const one = budget(1);
    for (let n = 0; n < 5; n++) {
      await off.fail(one);
      await off.take(one);
      expect((await off.guard([one], () => Promise.resolve({ ok: false }))).ok).toBe(false);
    }
    expect(await outcome(limits.check(one))).toBe("passes");
  });
});

describe("polls", () => {
  const poll = (subject: string, intervalSeconds = 5) =>
    limits.pace({ instanceId: "1", subject, intervalSeconds });

  it("are in time when they keep the interval, give or take the jitter of a network", async () => {
    expect(await poll("a")).toBe(true);
    await pass(4.8);
    expect(await poll("a")).toBe(true);
    expect(await poll("b")).toBe(true);
  });

  it("that come too early make the interval five seconds longer, for good and in every process", async () => {
    expect(await poll("c")).toBe(true);
    expect(await elsewhere.pace({ instanceId: "1", subject: "c", intervalSeconds: 5 })).toBe(false);
    await pass(6);
    expect(await poll("c")).toBe(false);
    await pass(15);
    expect(await poll("c")).toBe(true);
    await pass(10);
    expect(await poll("c")).toBe(false);
  });
});
