import { expect, test } from "vitest";
import { checkDependencies, checkGenerated, checkSliceGraph, withSliceGraph } from "./check-docs.ts";

const frame = (inside: string): string =>
  `before\n<!-- slices: generated from the imports; \`npm run check -- --write\` -->${inside}\n<!-- /slices -->\nafter\n`;
const graph = new Map([
  ["org", new Set(["instance"])],
  ["instance", new Set<string>()],
]);

test("an old drawing of the slices is found, and can be redrawn", () => {
  expect(checkSliceGraph(frame(""), graph)).toHaveLength(1);
  const drawn = withSliceGraph(frame(""), graph);
  expect(drawn).toBe(frame("\n```mermaid\ngraph LR\n  instance\n  org --> instance\n```"));
  expect(checkSliceGraph(drawn, graph)).toEqual([]);
});

test("a document without a place for the drawing is an error", () => {
  expect(() => withSliceGraph("no frame", graph)).toThrow();
});

test("a generated document that was not generated again is found", () => {
  expect(checkGenerated("docs/a.md", "old", "new")).toHaveLength(1);
  expect(checkGenerated("docs/a.md", "new", "new")).toEqual([]);
});

test("a dependency that is not explained is found", () => {
  const manifest = JSON.stringify({
    dependencies: { pg: "1", "@gatehouse/server": "*" },
    devDependencies: { knip: "1" },
  });
  const found = checkDependencies("| `pg` | MIT |", new Map([["package.json", manifest]]));
  expect(found.map((finding) => finding.text)).toEqual([
    "needs knip, which docs/dependencies.md does not explain",
  ]);
});
