/**
 * `node bench/instances.ts [bundle]`: how long the system API takes to make an instance, with signing keys in stock and
 * without, each made after the one before is answered, as an operator's sign-up page does.
 */
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, sql } from "../server/src/platform/db/index.ts";
import { makeHome, type ServerProcess } from "../server/test/harness/processes.ts";
import { createInstancePath, newInstance, operatorEnv, operatorToken } from "./operator.ts";

/** Milliseconds that a creation may take; the median is held against them. */
const barsMs = { stocked: 100, empty: 400 } as const;
const rounds = 20;
const stock = 60;

async function makeOne(server: ServerProcess, token: string, n: number): Promise<number> {
  const began = performance.now();
  const { status, body } = await server.call("POST", createInstancePath, newInstance(n), token);
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return performance.now() - began;
}

async function waitForStock(url: string): Promise<void> {
  const database = await openDatabase({ url, localMs: Date.now, poolSize: 1 });
  try {
    for (;;) {
      const [row] = await database.query<{ total: number }>(sql`select count(*) as total from web_key_pool`);
      if (Number(row?.total) >= stock) return;
      await sleep(250);
    }
  } finally {
    await database.close();
  }
}

/** @returns milliseconds of each creation, fastest first */
async function measureCreations(keys: number): Promise<readonly number[]> {
  const home = makeHome(process.argv[2]);
  try {
    const server = await home.start(undefined, {
      GATEHOUSE_WEB_KEY_POOL: String(keys),
      ...operatorEnv,
    });
    if (keys > 0) await waitForStock(home.databaseUrl());
    const token = await operatorToken(`http://localhost:${server.port}`);
    await makeOne(server, token, 0);
    const spent: number[] = [];
    for (let n = 1; n <= rounds; n++) spent.push(await makeOne(server, token, n));
    return spent.toSorted((a, b) => a - b);
  } finally {
    await home.remove();
  }
}

console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores`);
for (const [name, keys] of [
  ["stocked", stock],
  ["empty", 0],
] as const) {
  const spent = await measureCreations(keys);
  const at = (share: number): number => Math.round(spent[Math.floor((spent.length - 1) * share)] ?? 0);
  const reached = at(0.5) <= barsMs[name];
  console.log(
    `${reached ? "reached" : "MISSED "} ${name.padEnd(8)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms (bar ${barsMs[name]} ms)`,
  );
  if (!reached) process.exitCode = 1;
}
