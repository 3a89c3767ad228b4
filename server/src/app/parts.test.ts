import { describe, expect, it } from "vitest";
import { collectParts } from "#src/platform/rpc/index.ts";
import { entities, parts } from "./parts.ts";

describe("the slices together", () => {
  it("give each method once, and only methods that their services have", () => {
    expect(collectParts(parts).size).toBeGreaterThan(250);
  });

  it("have a table each, and every event type in one of them", () => {
    const tables = entities.map(({ table }) => table);
    const types = entities.flatMap((entity) => [...entity.types]);
    expect(tables.length).toBeGreaterThan(40);
    expect(new Set(tables).size).toBe(tables.length);
    expect(new Set(types).size).toBe(types.length);
  });
});
