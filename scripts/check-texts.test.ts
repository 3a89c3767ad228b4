import { expect, test } from "vitest";
import { checkTexts } from "./check-texts.ts";

const count = (path: string, text: string): number => checkTexts(new Map([[path, text]])).length;

test.each([
  ["a path of one machine", "docs/a.md", "see /home/ada/gatehouse"],
  ["a registry's host", "package-lock.json", '"resolved": "https://registry.npmjs.org/pg"'],
  ["work put off", "server/src/a.ts", "// TODO later"],
  ["a skipped test", "server/src/a.test.ts", 'test.skip("x", () => {});'],
  ["a lonely test", "server/src/a.test.ts", 'describe.only("x", () => {});'],
  ["a conditional test", "server/src/a.test.ts", 'test.skipIf(true)("x", () => {});'],
  ["a silenced compiler", "server/src/a.ts", "// @ts-ignore"],
  ["a silenced linter without a reason", "server/src/a.ts", "// oxlint-disable-next-line no-eval"],
])("%s is found", (_, path, text) => {
  expect(count(path, text)).toBe(1);
});

test.each([
  ["a path of the product", "docs/a.md", "data lie in /var/lib/gatehouse"],
  ["a path of an API", "docs/a.md", "https://id.example.com/home/welcome"],
  [
    "a silenced linter with its reason",
    "server/src/a.ts",
    "// oxlint-disable-next-line no-eval -- checked above",
  ],
])("%s is fine", (_, path, text) => {
  expect(count(path, text)).toBe(0);
});

test("a finding names file and line", () => {
  expect(checkTexts(new Map([["a.ts", "\n\n// FIXME"]]))).toEqual([
    { path: "a.ts", line: 3, text: "has a FIXME: file an issue, or do it" },
  ]);
});
