import { expect, test } from "vitest";
import { generatedDomain } from "./create-instance.ts";

const ctx = { secrets: { code: () => "abc123" } } as unknown as Parameters<typeof generatedDomain>[0];

test.each([
  ["Acme Inc.", "acme-inc-abc123"],
  [" --- ", "instance-abc123"],
  ["x".repeat(200), `${"x".repeat(50)}-abc123`],
  [`${"x".repeat(49)} and more`, `${"x".repeat(49)}-abc123`],
])("the host generated for %s is a valid name: %s", (name, label) => {
  expect(generatedDomain(ctx, name, "id.test")).toBe(`${label}.id.test`);
  expect(label.length).toBeLessThanOrEqual(63);
});
