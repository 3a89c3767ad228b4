import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { tailOf } from "./search.ts";

test("unsorted lists follow the primary key, whatever the direction", () => {
  expect(tailOf({ offset: 0, limit: undefined, asc: false }, undefined).text).toBe(
    "order by t.aggregate_id asc, t.entity_id asc",
  );
});

test("sorted lists run down unless asked up, and keys break ties", () => {
  expect(tailOf({ offset: 20, limit: 10, asc: false }, sql`lower(t.name)`)).toEqual({
    text: "order by lower(t.name) desc, t.aggregate_id desc, t.entity_id desc limit $1 offset $2",
    values: [10, 20],
  });
  expect(tailOf({ offset: 0, limit: 10, asc: true }, sql`t.name`).text).toBe(
    "order by t.name asc, t.aggregate_id asc, t.entity_id asc limit $1",
  );
});
