import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { type Filter, filterTree } from "./tree.ts";

type Query = { is?: string; and?: Query[]; or?: Query[]; not?: Query | undefined };

const read = (query: Query): Filter<Query> | undefined => {
  if (query.is !== undefined) return sql`a = ${query.is}`;
  if (query.and) return { and: query.and };
  if (query.or) return { or: query.or };
  return "not" in query ? { not: query.not } : undefined;
};

const nested = (levels: number): Query => (levels === 1 ? { is: "x" } : { not: nested(levels - 1) });
const refused = (id: string) => expect.objectContaining({ kind: "invalid_argument", id });

test("no filters match everything", () => {
  expect(filterTree([], read)).toEqual({ text: "true", values: [] });
});

test("filters are combined as written", () => {
  const query: Query[] = [{ is: "1" }, { or: [{ is: "2" }, { and: [{ is: "3" }, { not: { is: "4" } }] }] }];
  expect(filterTree(query, read)).toEqual({
    text: "a = $1 and (a = $2 or (a = $3 and ((a = $4) is not true)))",
    values: ["1", "2", "3", "4"],
  });
});

test("a filter is told what must hold with it, and of alternatives and opposites nothing", () => {
  const told: (readonly Query[])[] = [];
  const [a, b, c, d] = [{ is: "1" }, { is: "2" }, { is: "3" }, { is: "4" }];
  const either = { or: [b, c] };
  const no = { not: d };
  filterTree<Query>([a, either, no], (query, beside) => {
    if (query.is !== undefined) told.push(beside);
    return read(query);
  });
  expect(told).toEqual([[a, either, no], [b], [c], [d]]);
});

test("empty combinations match all or nothing", () => {
  expect(filterTree([{ and: [] }, { or: [] }], read).text).toBe("(true) and (false)");
});

test("20 levels are allowed, 21 are not", () => {
  expect(filterTree([nested(20)], read).values).toEqual(["x"]);
  expect(() => filterTree([nested(21)], read)).toThrow(refused("USER-zsQ97"));
});

test("too many filters are refused before they are joined", () => {
  const many = (n: number) => Array.from({ length: n }, (): Query => ({ is: "x" }));
  expect(filterTree(many(1000), read).values).toHaveLength(1000);
  expect(() => filterTree(many(1001), read)).toThrow(refused("SEARCH-Mny1k"));
});

test("a filter that says nothing is refused", () => {
  expect(() => filterTree([{}], read)).toThrow(refused("GRPC-Lqn0v"));
  expect(() => filterTree([{ not: undefined }], read)).toThrow(refused("GRPC-Lqn0v"));
});
