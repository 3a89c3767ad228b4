import { describe, expect, test } from "vitest";
import { belowFloor, checkImports, circles } from "./check-imports.ts";
import { parse } from "./gate/source.ts";

const table = { org: ["instance"], instance: [], user: [] };

/** The words of the findings about one file, given as path and text. */
function findings(
  path: string,
  text: string,
  slices: Readonly<Record<string, readonly string[]>> = table,
): string[] {
  return checkImports([parse(path, text)], slices).findings.map((finding) => finding.text);
}

const org = "server/src/domains/org/commands.ts";

describe("who may import whom", () => {
  test.each([
    ["a slice its own files", org, 'import { a } from "./state.ts";'],
    ["a slice a kit", org, 'import { a } from "#src/kits/search/index.ts";'],
    ["a slice a listed slice", org, 'import { a } from "#src/domains/instance/index.ts";'],
    ["a slice the contract", org, 'import { a } from "#contract/zitadel/org/v2/org_service_pb.ts";'],
    ["app everything, deep", "server/src/app/compose.ts", 'import { a } from "#src/domains/org/state.ts";'],
    [
      "a test anything",
      "server/src/domains/org/a.test.ts",
      'import { a } from "#src/domains/user/state.ts";',
    ],
    ["platform/db the driver", "server/src/platform/db/pool.ts", 'import pg from "pg";'],
  ])("%s", (_, path, text) => {
    expect(findings(path, text)).toEqual([]);
  });

  test.each([
    ["platform no slice", "server/src/platform/http/a.ts", 'import { a } from "#src/domains/org/index.ts";'],
    [
      "platform no kit",
      "server/src/platform/http/a.ts",
      'import type { A } from "#src/kits/search/index.ts";',
    ],
    ["a kit no slice", "server/src/kits/members/a.ts", 'import { a } from "../../domains/org/index.ts";'],
    ["a slice no login", org, 'import { a } from "#src/login/index.ts";'],
    ["a slice no inside of another room", org, 'import { a } from "#src/domains/instance/state.ts";'],
    ["a slice no unlisted slice", org, 'import { a } from "#src/domains/user/index.ts";'],
    ["also not by a type", org, 'import type { A } from "#src/domains/user/index.ts";'],
    ["also not by a re-export", org, 'export { a } from "#src/domains/user/index.ts";'],
    ["also not later", org, 'const a = await import("#src/domains/user/index.ts");'],
    ["login no protocol", "server/src/login/a.ts", 'import { a } from "#src/protocols/oidc/index.ts";'],
    [
      "one protocol no other",
      "server/src/protocols/oidc/a.ts",
      'import { a } from "#src/protocols/saml/index.ts";',
    ],
    ["nobody app", "server/src/protocols/oidc/a.ts", 'import { a } from "#src/app/index.ts";'],
    ["only platform/db the driver", "server/src/platform/queue/a.ts", 'import pg from "pg";'],
    ["the product no test", org, 'import { a } from "./decisions.test.ts";'],
    [
      "console no server code",
      "console/src/a.tsx",
      'import { a } from "../../server/src/domains/org/index.ts";',
    ],
    ["no file outside the rooms", "server/src/misc/a.ts", 'import { a } from "#src/platform/db/index.ts";'],
  ])("%s", (_, path, text) => {
    expect(findings(path, text)).toHaveLength(1);
  });
});

describe("what is handed in", () => {
  test.each([
    ["the environment", "const a = process.env.A;"],
    ["the environment by name", 'const a = process.env["A"];'],
    ["the clock", "const a = Date.now();"],
    ["the clock as a date", "const a = () => new Date();"],
    ["randomness", "const a = Math.random();"],
    ["random bytes", 'import { randomBytes } from "node:crypto"; const a = randomBytes(3);'],
    ["random ids", "const a = crypto.randomUUID();"],
    ["state at module level", "let a = 1;"],
    ["exported state at module level", "export let a = 1;"],
    ["SQL", 'import { sql } from "#src/platform/db/index.ts";'],
  ])("a slice may not use %s itself", (_, text) => {
    expect(findings(org, text)).toHaveLength(1);
  });

  test.each([
    ["a given date", "const a = new Date(0);", org],
    ["SQL types", 'import type { Sql } from "#src/platform/db/index.ts";', org],
    ["words about process.env in a comment", "// process.env and Date.now()", org],
    [
      "SQL in queries.ts",
      'import { sql } from "#src/platform/db/index.ts";',
      "server/src/domains/org/queries.ts",
    ],
    ["the clock in platform", "const a = Date.now();", "server/src/platform/db/clock.ts"],
  ])("%s is fine", (_, text, path) => {
    expect(findings(path, text)).toEqual([]);
  });
});

test("a slice without a line in the table is told", () => {
  expect(findings("server/src/domains/brandnew/index.ts", "export const a = 1;")).toEqual([
    "has no line for the slice brandnew",
  ]);
});

test("a circle in the table is told", () => {
  expect(circles({ a: ["b"], b: ["c"], c: ["a"], d: ["a"] })).toEqual(["has a circle: a → b → c → a"]);
  expect(circles(table)).toEqual([]);
});

test("having seen less than before is a failure, and so is having seen nothing", () => {
  const floor = { files: 3, edges: 5 };
  expect(belowFloor({ files: 3, edges: 5 }, floor)).toEqual([]);
  expect(belowFloor({ files: 2, edges: 5 }, floor)).toHaveLength(1);
  expect(belowFloor({ files: 0, edges: 0 }, { files: 0, edges: 0 })).toHaveLength(2);
});

test("files, edges and the graph of slices are counted from the files", () => {
  const text = 'import { a } from "#src/domains/instance/index.ts";\nimport { b } from "./b.ts";';
  const { seen, graph } = checkImports([parse(org, text)], table);
  expect(seen).toEqual({ files: 1, edges: 2 });
  expect(graph).toEqual(new Map([["org", new Set(["instance"])]]));
});
