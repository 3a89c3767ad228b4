import { expect, test } from "vitest";
import { filterPage, listPage } from "./page.ts";

test("a list without a limit is whole as far as one answer may hold it, from the start", () => {
  expect(listPage(undefined)).toEqual({ offset: 0, limit: 10_000, asc: false });
  expect(listPage({ offset: 0n, limit: 0, asc: true })).toEqual({ offset: 0, limit: 10_000, asc: true });
  expect(listPage({ offset: 5n, limit: 5000, asc: false })).toEqual({ offset: 5, limit: 5000, asc: false });
});

test("no limit of a list goes beyond what one answer may hold", () => {
  const limits = { default: 1, max: 1, list: 50 };
  const limitOf = (limit: number) => listPage({ offset: 0n, limit, asc: false }, limits).limit;
  expect([0, 1, 50, 51, 2 ** 32 - 1].map(limitOf)).toEqual([50, 1, 50, 50, 50]);
});

test("a pagination without a limit is 100", () => {
  expect(filterPage(undefined)).toEqual({ offset: 0, limit: 100, asc: false });
  expect(filterPage({ offset: 7n, limit: 1000, asc: true })).toEqual({ offset: 7, limit: 1000, asc: true });
});

test("a pagination above 1,000 is refused", () => {
  expect(() => filterPage({ offset: 0n, limit: 1001, asc: false })).toThrow(
    expect.objectContaining({ kind: "invalid_argument", id: "QUERY-4M0fs" }),
  );
});

test("the operator says how many results there are without a limit, and at most", () => {
  const limits = { default: 20, max: 50, list: 1 };
  expect(filterPage(undefined, limits).limit).toBe(20);
  expect(filterPage({ offset: 0n, limit: 50, asc: false }, limits).limit).toBe(50);
  expect(() => filterPage({ offset: 0n, limit: 51, asc: false }, limits)).toThrow(
    expect.objectContaining({ id: "QUERY-4M0fs" }),
  );
});

test("an offset beyond all numbers stays one that the database can read", () => {
  const { offset } = listPage({ offset: 2n ** 64n - 1n, limit: 1, asc: false });
  expect(offset).toBe(Number.MAX_SAFE_INTEGER);
});
