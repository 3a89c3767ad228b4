import { expect, test } from "vitest";
import { parseSearch, stringifySearch } from "../../app/search.ts";
import { listSearch, sortingOf, sortText, windowOf } from "./list-search.ts";

test("an id in the address keeps all its digits", () => {
  const search = parseSearch("?org=345678901234567890&q=007");
  expect(search).toEqual({ org: "345678901234567890", q: "007" });
  expect(stringifySearch({ ...search, page: 2, state: undefined, type: "" })).toBe(
    "?org=345678901234567890&q=007&page=2",
  );
  expect(stringifySearch({ q: undefined })).toBe("");
});

test("nonsense in the address counts as nothing", () => {
  expect(listSearch({ page: "-1", size: "7", q: "" })).toEqual({});
  expect(listSearch({ page: "1e9", size: "999" })).toEqual({});
  expect(listSearch({ page: "3", size: "50", q: "a", sort: "-name" })).toEqual({
    page: 3,
    size: 50,
    q: "a",
    sort: "-name",
  });
});

test("only known columns sort", () => {
  const fallback = { column: "name", ascending: true };
  expect(sortingOf("-created", ["name", "created"], fallback)).toEqual({
    column: "created",
    ascending: false,
  });
  expect(sortingOf("password", ["name"], fallback)).toBe(fallback);
  expect(sortingOf(undefined, ["name"], fallback)).toBe(fallback);
  expect(sortText({ column: "name", ascending: false })).toBe("-name");
});

test("a page is a window of rows", () => {
  expect(windowOf({})).toEqual({ offset: 0, limit: 25 });
  expect(windowOf({ page: 3, size: 50 })).toEqual({ offset: 100, limit: 50 });
});
