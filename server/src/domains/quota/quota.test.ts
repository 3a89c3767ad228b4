import { expect, test } from "vitest";
import {
  addQuota,
  announce,
  noticesDue,
  periodStart,
  removeQuota,
  secondsLeft,
  setQuota,
} from "./decisions.ts";
import type { QuotaTerms } from "./events.ts";
import { Quota, type QuotaState } from "./state.ts";

const hour = 3_600_000_000_000;
const terms: QuotaTerms = {
  unit: 1,
  from: "2026-01-01T00:00:00.000Z",
  interval: hour,
  amount: 200,
  limit: true,
  notifications: [
    { id: "once", percent: 80, callURL: "https://hook.test/a" },
    { id: "again", percent: 50, repeat: true, callURL: "https://hook.test/b" },
  ],
};
const state: QuotaState = { ...terms, announced: {} };
const period = "2026-01-01T05:00:00.000Z";
const refused = (id: string) => expect.objectContaining({ id });

test.each([
  ["2025-12-31T23:59:59.999Z", undefined],
  ["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
  ["2026-01-01T00:59:59.999Z", "2026-01-01T00:00:00.000Z"],
  ["2026-01-01T05:00:00.000Z", period],
])("the period of %s begins at %s", (now, start) => {
  expect(periodStart(terms, new Date(now))?.toISOString()).toBe(start);
});

test.each([
  ["2026-01-01T05:00:00.000Z", 3600],
  ["2026-01-01T05:59:58.500Z", 2],
  ["2026-01-01T06:00:01.000Z", 1],
])("at %s the next period is %i seconds away", (now, seconds) => {
  expect(secondsLeft(terms, new Date(period), new Date(now))).toBe(seconds);
});

test.each([
  [99, []],
  [100, [["again", 50]]],
  [
    160,
    [
      ["once", 80],
      ["again", 50],
    ],
  ],
  [
    500,
    [
      ["once", 80],
      ["again", 250],
    ],
  ],
])("at a use of %i is announced %j", (usage, due) => {
  expect(noticesDue(state, period, usage).map(({ id, threshold }) => [id, threshold])).toEqual(due);
});

test("a share is announced once in a period, and again in the next", () => {
  const meta = {
    instanceId: "i",
    aggregateId: "q",
    entityId: "",
    owner: "i",
    creator: "s",
    createdAt: period,
  };
  const after = announce(
    period,
    160,
  )(state).reduce<QuotaState | undefined>((now, event) => Quota.evolve(now, event, meta), state);
  expect(announce(period, 199)(after)).toEqual([]);
  expect(announce(period, 200)(after)).toMatchObject([{ payload: { id: "again", threshold: 100 } }]);
  expect(announce("2026-01-01T06:00:00.000Z", 160)(after)).toHaveLength(2);
  expect(announce(period, 160)(undefined)).toEqual([]);
});

test("a quota stands once, and its terms are sound", () => {
  expect(() => addQuota(terms)(state)).toThrow(refused("QUOTA-Ad1ex"));
  expect(() => removeQuota(1)(undefined)).toThrow(refused("QUOTA-WDfFf"));
  const bad: readonly (readonly [Partial<QuotaTerms>, string])[] = [
    [{ amount: 0 }, "QUOTA-Am1nt"],
    [{ interval: 1_000_000_000 }, "QUOTA-R5otd"],
    [{ notifications: [{ id: "n", percent: 0, callURL: "https://x.test" }] }, "QUOTA-Nt1pc"],
    [{ notifications: [{ id: "n", percent: 1, callURL: "file:///etc/passwd" }] }, "QUOTA-Nt2ur"],
    [{ notifications: Array.from({ length: 21 }, () => terms.notifications).flat() }, "QUOTA-Nt3mx"],
    [
      { notifications: [{ id: "n", percent: 1, callURL: `https://x.test/${"x".repeat(5000)}` }] },
      "QUOTA-Nt4bg",
    ],
  ];
  for (const [change, id] of bad) expect(() => setQuota({ ...terms, ...change })()).toThrow(refused(id));
});

test("new terms keep nothing of notifications that are gone", () => {
  const said = { periodStart: period, threshold: 80 };
  const announced = { once: said, before: said };
  const meta = {
    instanceId: "i",
    aggregateId: "q",
    entityId: "",
    owner: "i",
    creator: "s",
    createdAt: period,
  };
  const after = Quota.evolve({ ...state, announced }, { type: "quota.set", payload: terms }, meta);
  expect(after?.announced).toEqual({ once: said });
});
