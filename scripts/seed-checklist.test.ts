import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seedChecklist } from "./seed-checklist.ts";

test.each(seedChecklist)("line $lines is proven by a test that is there: $test", ({ file, test: title }) => {
  const source = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  expect(source).toContain(`test("${title}`);
});

test("the lines are in order, and none stands twice", () => {
  const ends = seedChecklist.flatMap(({ lines }) => (typeof lines === "number" ? [lines, lines] : lines));
  expect(ends.toSorted((left, right) => left - right)).toEqual(ends);
});
