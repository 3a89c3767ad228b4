import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** What /proc knows of the processes of this machine; elsewhere, nothing. */

/** True while `pid` runs; a zombie, which only waits for its parent to look, does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and is somebody else's.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  try {
    // The state follows the command, which stands in brackets and may itself contain some.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !/^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
  } catch {
    return process.platform !== "linux";
  }
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

/** True when `pid` is a server of this data folder: PostgreSQL's processes all work in it. */
export function isServerOf(pid: number, folder: string): boolean {
  if (process.platform !== "linux") return isRunning(pid);
  return isRunning(pid) && worksIn(pid, folder);
}

/** True when any process, such as an orphaned session, still works in the data folder. */
export function isInUse(folder: string): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isServerOf(Number(name), folder));
}
