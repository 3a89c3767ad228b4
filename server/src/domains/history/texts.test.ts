import { expect, test } from "vitest";
import { entities } from "#src/app/parts.ts";
import { english } from "./texts.en.ts";

test("every type of events and aggregates that an entity has is called something", () => {
  const types = entities.flatMap((entity) => entity.types.map((type) => `EventTypes.${type}`));
  const aggregates = entities.map(({ aggregate }) => `AggregateTypes.${aggregate}`);
  expect(types.length).toBeGreaterThan(200);
  const called = new Set(Object.keys(english));
  expect([...types, ...aggregates].filter((key) => !called.has(key))).toEqual([]);
});
