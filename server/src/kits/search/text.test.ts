import { expect, test } from "vitest";
import { TextFilterMethod } from "#contract/zitadel/filter/v2/filter_pb.ts";
import { TextQueryMethod as V2 } from "#contract/zitadel/object/v2/object_pb.ts";
import { TextQueryMethod as V1 } from "#contract/zitadel/object_pb.ts";
import { sql } from "#src/platform/db/index.ts";
import { textFilter } from "./text.ts";

const bare = (names: object) =>
  Object.fromEntries(
    Object.entries(names).map(([name, n]) => [name.replace(/^TEXT_(QUERY|FILTER)_METHOD_/, ""), n]),
  );

test("all generations number their text methods alike", () => {
  expect(bare(V2)).toEqual(bare(V1));
  expect(bare(TextFilterMethod)).toEqual(bare(V1));
  expect(Object.keys(bare(V1))).toHaveLength(8);
});

test("every method has a condition that an index on the small letters serves", () => {
  for (const method of Object.values(V1)) {
    const { text, values } = textFilter(sql`t.name`, method, "x");
    expect(text).toContain("lower(t.name)");
    expect(new Set(values).size).toBe(1);
  }
});

test("wildcards stand for themselves", () => {
  expect(textFilter(sql`t.name`, V1.CONTAINS, "50%_\\").values[0]).toBe("%50\\%\\_\\\\%");
  expect(textFilter(sql`t.name`, V1.EQUALS, "50%").values).toEqual(["50%", "50%"]);
});

test("an unknown method is refused", () => {
  expect(() => textFilter(sql`t.name`, 8, "x")).toThrow(expect.objectContaining({ id: "SEARCH-Tm3th" }));
});
