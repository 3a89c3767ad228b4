import { create } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { TimestampFilterMethod } from "#contract/zitadel/filter/v2/filter_pb.ts";
import { TimestampQueryMethod as V2 } from "#contract/zitadel/object/v2/object_pb.ts";
import { TimestampQueryMethod as V1 } from "#contract/zitadel/object_pb.ts";
import { sql } from "#src/platform/db/index.ts";
import { timestampFilter } from "./time.ts";

const at = (seconds: bigint, nanos: number) => create(TimestampSchema, { seconds, nanos });
const filter = (method: number, nanos: number) => timestampFilter(sql`c`, method, at(0n, nanos));

test("both generations number their time methods alike", () => {
  const numbers = (names: object) => Object.values(names);
  expect(numbers(V2)).toEqual(numbers(V1));
  expect(numbers(TimestampFilterMethod)).toEqual(numbers(V1));
  expect(Object.keys(TimestampFilterMethod)[1]).toContain("AFTER");
  expect(Object.keys(V1)[1]).toContain("GREATER");
});

test("a time that an answer showed finds its row although the column is finer", () => {
  expect(filter(V1.EQUALS, 5_000_000)).toEqual({
    text: "(c >= $1::timestamptz and c < $2::timestamptz)",
    values: ["1970-01-01T00:00:00.005Z", "1970-01-01T00:00:00.006Z"],
  });
  expect(filter(V1.GREATER, 5_000_000).values).toEqual(["1970-01-01T00:00:00.006Z"]);
  expect(filter(V1.LESS_OR_EQUALS, 5_000_000).values).toEqual(["1970-01-01T00:00:00.006Z"]);
});

test("a finer time than answers show equals none of them", () => {
  expect(filter(V1.EQUALS, 5_000_001).text).toBe("false");
  expect(filter(V1.GREATER_OR_EQUALS, 5_000_001).values).toEqual(["1970-01-01T00:00:00.006Z"]);
  expect(filter(V1.LESS, 5_000_001).values).toEqual(["1970-01-01T00:00:00.006Z"]);
});

test("times that are none are refused", () => {
  const refused = (id: string) => expect.objectContaining({ kind: "invalid_argument", id });
  expect(() => timestampFilter(sql`c`, 0, undefined)).toThrow(refused("SEARCH-Ts0no"));
  expect(() => timestampFilter(sql`c`, 0, at(2n ** 62n, 0))).toThrow(refused("SEARCH-Ts1rg"));
  expect(() => timestampFilter(sql`c`, 0, at(0n, -1))).toThrow(refused("SEARCH-Ts1rg"));
  expect(() => filter(9, 0)).toThrow(refused("SEARCH-Tm4th"));
});

test("the first and the last moment that a timestamp can name are readable", () => {
  expect(timestampFilter(sql`c`, 2, at(-62_135_596_800n, 0)).values).toEqual(["0001-01-01T00:00:00.000Z"]);
  expect(timestampFilter(sql`c`, 1, at(253_402_300_798n, 999_999_999)).values).toEqual([
    "9999-12-31T23:59:59.000Z",
  ]);
});
