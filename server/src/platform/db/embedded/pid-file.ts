import { readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { socketFile } from "./names.ts";
import { isInUse, isServerOf } from "./processes.ts";

/** What a server says of itself in postmaster.pid. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  /** True once it takes connections. */
  readonly ready: boolean;
}

const pidFile = (data: string): string => join(data, "postmaster.pid");

/** The lines of the file, as PostgreSQL documents them in miscadmin.h: pid, folder, start, port, socket folder, address, key, status. */
function readPidFile(data: string): Postmaster | undefined {
  let lines: readonly string[];
  try {
    lines = readFileSync(pidFile(data), "utf8").split("\n");
  } catch {
    return undefined;
  }
  return {
    pid: Number(lines[0]),
    socketFolder: lines[4] ?? "",
    ready: (lines[7] ?? "").trim() === "ready",
  };
}

/** The server that runs in this folder. A dead one's file, or one naming a foreign process, does not count. */
export function findPostmaster(data: string): Postmaster | undefined {
  const found = readPidFile(data);
  if (found === undefined || !(found.pid > 0)) return undefined;
  return isServerOf(found.pid, realpathSync(data)) ? found : undefined;
}

/**
 * Removes the pid file of a server that is dead for certain: PostgreSQL itself would refuse to start as long
 * as any process of its own user has that pid. Kept while anything still works in the folder. Only under the
 * start lock.
 */
export function removeStalePidFile(data: string): void {
  if (process.platform !== "linux") return;
  const stale = readPidFile(data);
  if (stale === undefined || isInUse(realpathSync(data))) return;
  // Beside the socket lies a second file with that pid.
  for (const name of [socketFile, `${socketFile}.lock`]) {
    if (stale.socketFolder !== "") rmSync(join(stale.socketFolder, name), { force: true });
  }
  rmSync(pidFile(data), { force: true });
}
