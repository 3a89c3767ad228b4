import { describe, expect, it } from "vitest";
import { createIds, machineIdOf, newMachineSeed } from "./snowflake.ts";

const at = Date.UTC(2026, 10, 21);

describe("resource ids", () => {
  it("are decimal, 18 or 19 digits, and carry time, sequence and machine", () => {
    const id = BigInt(createIds(0xbeef, () => at)());
    expect(String(id)).toMatch(/^[0-9]{18,19}$/);
    expect(id & 0xffffn).toBe(0xbeefn);
    expect(id >> 24n).toBe(BigInt((at - Date.UTC(2019, 3, 29)) / 10));
  });

  it("rise strictly: within 10 ms, beyond 256 of them, and when the clock goes back", () => {
    let now = at;
    const next = createIds(7, () => now);
    const ids: bigint[] = [];
    for (let n = 0; n < 2000; n++) {
      if (n === 1000) now -= 60_000;
      if (n === 1500) now += 120_000;
      ids.push(BigInt(next()));
    }
    ids.forEach((id, n) => expect(n === 0 || id > (ids[n - 1] ?? id)).toBe(true));
  });

  it("of the workers of one machine never collide", () => {
    const seed = newMachineSeed();
    const workers = Array.from({ length: 64 }, (_, worker) => createIds(machineIdOf(seed, worker), () => at));
    const ids = workers.flatMap((next) => Array.from({ length: 300 }, next));
    expect(new Set(ids).size).toBe(64 * 300);
  });

  it("have a machine part that differs between machines and wraps within 16 bits", () => {
    expect(newMachineSeed()).not.toBe(newMachineSeed());
    for (let worker = 0; worker < 70_000; worker += 997) {
      const machine = machineIdOf("ff", worker);
      expect(machine).toBeGreaterThanOrEqual(0);
      expect(machine).toBeLessThan(65_536);
    }
  });

  it("stay below 2^63", () => {
    const id = BigInt(createIds(0xffff, () => Date.UTC(2190, 0, 1))());
    expect(id < 2n ** 63n).toBe(true);
  });
});
