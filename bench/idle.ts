/** What the server costs while nobody asks it anything. */
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, sql } from "../server/src/platform/db/index.ts";
import { makeHome } from "../server/test/harness/processes.ts";
import { cpuSecondsOf, familyOf, memoryMbOf } from "./measure.ts";

export interface Idle {
  /** Of server and PostgreSQL together, in MB (PSS). */
  readonly memoryMb: number;
  /** Of one core. */
  readonly cpuPercent: number;
  readonly queriesPerMinute: number;
  readonly startedInMs: number;
}

/** The bars of one worker at rest. */
export const idleBars = { memoryMb: 300, cpuPercent: 1, queriesPerMinute: 60 } as const;

/** After the work of the start is over. */
const settleMs = 10_000;

/** @param bundle the built server @param seconds how long to look */
export async function measureIdle(bundle: string, seconds = 60): Promise<Idle> {
  const home = makeHome(bundle);
  try {
    const server = await home.start();
    await sleep(settleMs);
    const pids = () => familyOf(server.pid);
    const cpu = () => pids().reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
    const before = await transactions(home.databaseUrl());
    const cpuBefore = cpu();
    await sleep(seconds * 1_000);
    const cpuAfter = cpu();
    const memoryMb = memoryMbOf(pids());
    const after = await transactions(home.databaseUrl());
    return {
      memoryMb,
      cpuPercent: ((cpuAfter - cpuBefore) / seconds) * 100,
      queriesPerMinute: ((after - before) / seconds) * 60,
      startedInMs: server.startedIn,
    };
  } finally {
    await home.remove();
  }
}

/** Transactions in the product's database so far; this connection's own few are among them. */
async function transactions(url: string): Promise<number> {
  const database = await openDatabase({ url, localMs: Date.now, poolSize: 1 });
  try {
    const [row] = await database.query<{ total: number }>(sql`
      select (xact_commit + xact_rollback)::int as total from pg_stat_database where datname = current_database()`);
    return row?.total ?? 0;
  } finally {
    await database.close();
  }
}
