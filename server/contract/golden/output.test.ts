import { expect, test } from "vitest";
import { services } from "#contract/services.ts";
import { methodsSince } from "#contract/since.ts";
import { isOutputCurrent } from "../write.ts";

test("what was generated is what its inputs make, untouched", () => {
  expect(isOutputCurrent()).toBe(true);
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
