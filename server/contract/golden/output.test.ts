import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { services } from "#contract/services.ts";
import { methodsSince } from "#contract/since.ts";
import { buildSources, outputFolder } from "../write.ts";

test("generating again leaves no difference", { timeout: 120_000 }, async () => {
  const sources = await buildSources();
  const onDisk = readdirSync(outputFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  expect(onDisk.sort()).toEqual([...sources.keys()].sort());
  const different = onDisk.filter(
    (name) => readFileSync(join(outputFolder, name), "utf8") !== sources.get(name),
  );
  expect(different).toEqual([]);
});

test("the list of services holds all 39 with their 971 methods", () => {
  expect(new Set(services.map(({ typeName }) => typeName)).size).toBe(39);
  expect(services.flatMap(({ methods }) => methods)).toHaveLength(971);
});

test("the levels name methods that exist: 78 at 4.16.2 and 22 after it", () => {
  const names = new Set(
    services.flatMap(({ typeName, methods }) => methods.map(({ name }) => `${typeName}/${name}`)),
  );
  expect(Object.keys(methodsSince).filter((name) => !names.has(name))).toEqual([]);
  const levels = Object.values(methodsSince);
  expect(levels.filter((level) => level === "4.16.2")).toHaveLength(78);
  expect(levels.filter((level) => level === "main-2026-07-10")).toHaveLength(22);
});
