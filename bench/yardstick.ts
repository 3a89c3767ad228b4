/**
 * Machines differ, so every run measures raw `node:http` as well: bars are of a machine on which that served more per
 * busy core than on most. What is measured is judged as it is, and as it would be there if all of it were that much faster.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { call } from "./http.ts";
import { type Measured, measure } from "./measure.ts";

/** Requests per busy core that node:http served on the machine that the bars were set on. */
const rawPerCoreOfTheBars = 94_000;

export interface Machine {
  readonly raw: Measured;
  /** 1 is that of the machine that the bars were set on. */
  readonly speed: number;
}

export async function measureMachine(): Promise<Machine> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("raw-http.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(child.stdout, "data")) as readonly unknown[];
  const url = `http://127.0.0.1:${String(port).trim()}/`;
  const raw = await measure(
    "raw node:http",
    () => call("GET", url, {}),
    () => [child.pid ?? 0],
  );
  child.kill();
  const speed = raw.perBusyCore / rawPerCoreOfTheBars;
  console.log(`this machine runs at ${speed.toFixed(2)} of the one that the bars were set on`);
  return { raw, speed };
}

interface Finding {
  readonly name: string;
  readonly here: number;
  /** What `here` would be on the machine that the bars were set on. */
  readonly there: number;
  readonly bar: number;
  readonly unit: string;
  /** The bar is the least that will do, where it is the most else. */
  readonly atLeast?: boolean;
  /** False when something failed on the way: then no figure counts. */
  readonly sound?: boolean;
}

/** Says in one line how a figure stands by its bar. @returns whether it would reach it there */
export function judge({ name, here, there, bar, unit, atLeast = false, sound = true }: Finding): boolean {
  const reaches = (figure: number): boolean => sound && (atLeast ? figure >= bar : figure <= bar);
  const told = (figure: number): string =>
    `${shown(figure)}${unit} ${reaches(figure) ? "reached" : "MISSED "}`;
  const word = atLeast ? "at least" : "at most";
  console.log(
    `${name.padEnd(28)} here ${told(here)}   scaled ${told(there)}   (${word} ${shown(bar)}${unit})${sound ? "" : "   with errors"}`,
  );
  return reaches(there);
}

const shown = (figure: number): string => figure.toFixed(figure < 10 ? 2 : figure < 100 ? 1 : 0);
