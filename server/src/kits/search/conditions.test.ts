import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TextQueryMethod as Text, TimestampQueryMethod as Time } from "#contract/zitadel/object_pb.ts";
import { type Database, type Sql, sql } from "#src/platform/db/index.ts";
import { freshDatabase } from "../../../test/harness/database.ts";
import { anyOf, isOneOf, textFilter } from "./text.ts";
import { timestampFilter } from "./time.ts";
import { filterTree } from "./tree.ts";

let database: Database;
beforeAll(async () => {
  database = await (await freshDatabase()).open();
});
afterAll(() => database.close());

const names = ["A%b", "a%B", "A%bx", "xa%B", "Axb", "xA%bx"];
const matching = async (condition: Sql): Promise<readonly string[]> => {
  const rows = await database.query<{ name: string }>(
    sql`select t.name from unnest(${names}::text[]) with ordinality t(name, n) where ${condition} order by t.n`,
  );
  return rows.map(({ name }) => name);
};

test.each([
  [Text.EQUALS, ["A%b"]],
  [Text.EQUALS_IGNORE_CASE, ["A%b", "a%B"]],
  [Text.STARTS_WITH, ["A%b", "A%bx"]],
  [Text.STARTS_WITH_IGNORE_CASE, ["A%b", "a%B", "A%bx"]],
  [Text.CONTAINS, ["A%b", "A%bx", "xA%bx"]],
  [Text.CONTAINS_IGNORE_CASE, ["A%b", "a%B", "A%bx", "xa%B", "xA%bx"]],
  [Text.ENDS_WITH, ["A%b"]],
  [Text.ENDS_WITH_IGNORE_CASE, ["A%b", "a%B", "xa%B"]],
])("text method %i matches its names, wildcards by their letters", async (method, expected) => {
  expect(await matching(textFilter(sql`t.name`, method, "A%b"))).toEqual(expected);
});

test("a backslash and an underscore match themselves alone", async () => {
  const rows = await database.query<{ name: string }>(
    sql`select t.name from unnest(${["a\\_b", "a\\xb", "axxb"]}::text[]) t(name)
        where ${textFilter(sql`t.name`, Text.STARTS_WITH, "a\\_")}`,
  );
  expect(rows).toEqual([{ name: "a\\_b" }]);
});

test("values are values, whatever they look like", async () => {
  expect(await matching(textFilter(sql`t.name`, Text.CONTAINS, "' or true --"))).toEqual([]);
  expect(await matching(anyOf(sql`t.name`, ["Axb", "') or (true"]))).toEqual(["Axb"]);
  expect(await matching(anyOf(sql`t.name`, []))).toEqual([]);
  expect(await matching(isOneOf(sql`t.name`, ["AXB", "a%B"]))).toEqual(["a%B"]);
});

test("what is not known is not equal either", async () => {
  const isX = textFilter(sql`nullif(t.name, 'Axb')`, Text.EQUALS, "A%b");
  const condition = filterTree(["x"], (query) => (query === "x" ? { not: "inner" } : isX));
  expect(await matching(condition)).toEqual(names.slice(1));
});

test.each([
  [Time.EQUALS, ["same"]],
  [Time.GREATER, ["later"]],
  [Time.GREATER_OR_EQUALS, ["same", "later"]],
  [Time.LESS, ["earlier"]],
  [Time.LESS_OR_EQUALS, ["earlier", "same"]],
])("time method %i compares by the milliseconds that answers show", async (method, expected) => {
  const timestamp = create(TimestampSchema, { seconds: 1_700_000_000n, nanos: 123_000_000 });
  const rows = await database.query<{ name: string }>(
    sql`select t.name from (values
          ('earlier', timestamptz '2023-11-14T22:13:20.122999Z'),
          ('same', timestamptz '2023-11-14T22:13:20.123456Z'),
          ('later', timestamptz '2023-11-14T22:13:20.124Z')) t(name, at)
        where ${timestampFilter(sql`t.at`, method, timestamp)}`,
  );
  expect(rows.map(({ name }) => name)).toEqual(expected);
});

test("the outermost times are times for the database too", async () => {
  for (const seconds of [-62_135_596_800n, 253_402_300_798n]) {
    const timestamp = create(TimestampSchema, { seconds });
    const rows = await database.query(
      sql`select 1 as one where ${timestampFilter(sql`now()`, Time.EQUALS, timestamp)}`,
    );
    expect(rows).toEqual([]);
  }
});
