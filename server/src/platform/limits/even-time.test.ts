import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { evenTime } from "./even-time.ts";

const step = 200;

async function timed(takes: number, held: boolean): Promise<number> {
  const began = performance.now();
  const result = await evenTime(
    step,
    () => setTimeout(takes, "done"),
    () => held,
  );
  expect(result).toBe("done");
  return performance.now() - began;
}

it("hides how long the work took", async () => {
  const [short, long] = await Promise.all([timed(5, true), timed(90, true)]);
  // Timers may fire up to a millisecond early.
  expect(Math.min(short, long)).toBeGreaterThanOrEqual(step - 2);
  expect(Math.abs(long - short)).toBeLessThan(60);
});

it("lets through at once what need not be held", async () => {
  expect(await timed(5, false)).toBeLessThan(step - 2);
});
