import { expect, test } from "vitest";
import { unlessBusy } from "./once.ts";

test("of two clicks one does it, and the next after it is done does it again, also after a failure", async () => {
  const busy = { current: false };
  let finish = (): void => {};
  const finished = new Promise<void>((done) => {
    finish = done;
  });
  let times = 0;
  const work = async (): Promise<void> => {
    times += 1;
    await finished;
  };
  const first = unlessBusy(busy, work);
  await unlessBusy(busy, work);
  expect(times).toBe(1);
  finish();
  await first;
  await expect(unlessBusy(busy, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  await unlessBusy(busy, work);
  expect(times).toBe(2);
});
