import { expect, test } from "vitest";
import { etagOf, overlaid, textsByPath, translationOf } from "./translation.ts";

test("texts and groups of one name: what lies over goes", () => {
  const under = { a: { b: "1", c: "2" }, d: "3", constructor: "4" };
  expect(overlaid(under, { a: { c: "x" }, d: { e: "y" } })).toEqual({
    a: { b: "1", c: "x" },
    d: { e: "y" },
    constructor: "4",
  });
  expect(overlaid(under, { a: "x" })["a"]).toBe("x");
  // Names that every object has by itself are names like others.
  expect(overlaid({}, { constructor: { name: "z" } })).toEqual({ constructor: { name: "z" } });
});

test("a tree and its paths are the same, and so is the etag, whatever the order", () => {
  const tree = { a: { b: { c: "1" }, d: "2" }, e: "3" };
  const paths = textsByPath(tree);
  expect([...paths]).toEqual([
    ["a.b.c", "1"],
    ["a.d", "2"],
    ["e", "3"],
  ]);
  expect(translationOf(paths)).toEqual(tree);
  expect(etagOf(translationOf([...paths].toReversed()))).toBe(etagOf(tree));
  expect(etagOf({ ...tree, e: "4" })).not.toBe(etagOf(tree));
  expect(() =>
    translationOf([
      ["a", "1"],
      ["a.b", "2"],
    ]),
  ).toThrow("a is a text and a group");
});
