import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { evenTime, untilNextStep } from "./even-time.ts";

it.each([
  [0.5, 99.5],
  [5, 95],
  [99, 1],
  [100, 0],
  [101, 99],
  [345, 55],
])("what took %s ms is held for %s ms more, to a whole number of steps", (took, more) => {
  expect(untilNextStep(100, took)).toBe(more);
});

it("hides how long the work took", async () => {
  const began = performance.now();
  expect(
    await evenTime(
      40,
      () => setTimeout(45, "done"),
      () => true,
    ),
  ).toBe("done");
  // Timers may fire up to a millisecond early.
  expect(performance.now() - began).toBeGreaterThanOrEqual(78);
});

it("lets through at once what need not be held", async () => {
  const forEver = 2 ** 31 - 1;
  expect(
    await evenTime(
      forEver,
      () => Promise.resolve("done"),
      () => false,
    ),
  ).toBe("done");
});
