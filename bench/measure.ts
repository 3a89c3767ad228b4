/** Load from this process, and the CPU time that the measured processes spend on it. */
import { readdirSync, readFileSync } from "node:fs";

const ticksPerSecond = 100;

/** CPU seconds that a process has used so far, from Linux's /proc. */
export function cpuSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // utime, stime, and the same of children that were waited for: fields 14 to 17 of proc(5).
    return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0) / ticksPerSecond;
  } catch {
    return 0;
  }
}

/** A process and all that descend from it. */
export function familyOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended while we looked.
    }
  }
  const family = [pid];
  for (let at = 0; at < family.length; at += 1) family.push(...(children.get(family[at] ?? 0) ?? []));
  return family;
}

/** Proportional set size in MB: memory shared between processes counts once. */
export function memoryMbOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"));
      return sum + Number(pss?.[1] ?? 0) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}

export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  /** Operations per second of CPU time of the measured processes: what one busy core serves. */
  readonly perBusyCore: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
}

/** What is asked, and of which processes the CPU time counts. */
export interface Load {
  readonly operation: (n: number) => Promise<unknown>;
  readonly pids: () => readonly number[];
}

export interface Burst {
  readonly done: number;
  readonly errors: number;
  readonly cpuSeconds: number;
  readonly elapsed: number;
  readonly latencies: readonly number[];
}

const usual = 16;
let counter = 0;

/** Keeps `concurrency` operations in flight for so many seconds. */
export async function measureLoad(
  { operation, pids }: Load,
  seconds: number,
  concurrency = usual,
): Promise<Burst> {
  const cpu = () => pids().reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  const latencies: number[] = [];
  let errors = 0;
  const before = cpu();
  const began = performance.now();
  const until = began + seconds * 1000;
  async function run(): Promise<void> {
    while (performance.now() < until) {
      const started = performance.now();
      try {
        await operation(counter++);
        latencies.push(performance.now() - started);
      } catch {
        errors += 1;
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, run));
  const elapsed = (performance.now() - began) / 1000;
  return { done: latencies.length, errors, cpuSeconds: cpu() - before, elapsed, latencies };
}

/** So that what is compiled and cached on the way is. */
export const warmUp = (load: Load, concurrency = usual): Promise<Burst> => measureLoad(load, 1, concurrency);

/** After a short warm-up. @param pids whose CPU time counts */
export async function measure(
  name: string,
  operation: Load["operation"],
  pids: Load["pids"],
  { concurrency = usual, seconds = 4 } = {},
): Promise<Measured> {
  await warmUp({ operation, pids }, concurrency);
  const burst = await measureLoad({ operation, pids }, seconds, concurrency);
  const { done, errors, cpuSeconds, elapsed } = burst;
  const latencies = burst.latencies.toSorted((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    name,
    perSecond: done / elapsed,
    perBusyCore: cpuSeconds > 0 ? done / cpuSeconds : 0,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    errors,
  };
}

export function print(results: readonly Measured[]): void {
  for (const { name, perSecond, perBusyCore, p50Ms, p99Ms, errors } of results)
    console.log(
      `${name.padEnd(36)} ${Math.round(perSecond).toString().padStart(7)}/s  ${Math.round(perBusyCore).toString().padStart(7)} per busy core  p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms${errors > 0 ? `  ${errors} ERRORS` : ""}`,
    );
}
