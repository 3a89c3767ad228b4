import { expect, it } from "vitest";
import { backOffMs } from "./back-off.ts";

it("doubles from a second to an hour, with jitter of a half", () => {
  expect([1, 2, 3, 12, 13, 40].map((attempt) => backOffMs(attempt, 0.5))).toEqual([
    1_000, 2_000, 4_000, 2_048_000, 3_600_000, 3_600_000,
  ]);
  expect(backOffMs(1, 0)).toBe(500);
  expect(backOffMs(1, 1)).toBe(1_500);
});
