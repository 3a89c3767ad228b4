import { randomBytes } from "node:crypto";

/** Gives so many random bytes. */
export type Random = (count: number) => Buffer;

const lotBytes = 2_048;

/** Draws random bytes in larger lots: each draw costs as much as some encryption. */
export function createRandom(): Random {
  let lot = Buffer.alloc(0);
  let used = 0;
  return (count) => {
    if (used + count > lot.length) {
      lot = randomBytes(Math.max(lotBytes, count));
      used = 0;
    }
    used += count;
    return lot.subarray(used - count, used);
  };
}
