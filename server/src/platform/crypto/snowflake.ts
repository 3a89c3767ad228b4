import { hash, randomBytes } from "node:crypto";

/** 2019-04-29T00:00:00Z, the reference's epoch: ids of both sort together. */
const EPOCH_MS = 1_556_496_000_000;
const UNIT_MS = 10;
const SEQUENCE_BITS = 8n;
const MACHINE_BITS = 16n;
const MAX_SEQUENCE = 255;

/** What all workers of one machine share; the first process draws it and hands it to the others. */
export function newMachineSeed(): string {
  return randomBytes(16).toString("hex");
}

/**
 * 16 bits that tell processes apart. Workers with the same seed never share one (up to 65,536 of them);
 * machines have seeds of their own.
 */
export function machineIdOf(seed: string, worker: number): number {
  return (hash("sha256", seed, "buffer").readUInt16BE(0) + worker) & 0xffff;
}

/**
 * Source of resource ids: 39 bits of 10 ms, 8 bits of sequence, 16 bits of machine, as a decimal string of
 * 18 to 19 digits. Strictly rising within the process also when the clock goes back; more than 256 in
 * 10 ms borrow from the time to come instead of waiting.
 */
export function createIds(machineId: number, clock: () => number): () => string {
  const machine = BigInt(machineId & 0xffff);
  let unit = 0;
  let sequence = 0;
  return () => {
    const now = Math.floor((clock() - EPOCH_MS) / UNIT_MS);
    if (now > unit) {
      unit = now;
      sequence = 0;
    } else if (sequence === MAX_SEQUENCE) {
      unit += 1;
      sequence = 0;
    } else {
      sequence += 1;
    }
    return String(
      (BigInt(unit) << (SEQUENCE_BITS + MACHINE_BITS)) | (BigInt(sequence) << MACHINE_BITS) | machine,
    );
  };
}
