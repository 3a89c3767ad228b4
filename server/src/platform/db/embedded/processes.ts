import { readdirSync, readFileSync } from "node:fs";
import { serverName } from "./names.ts";

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

/** Its arguments, or the title it gave itself; empty when it is gone or going. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/**
 * The postmaster shows its arguments, its sessions a title with the server's name. (Not the working directory:
 * in a container even root may not look up that of another user's process.)
 */
function belongsTo(pid: number, realData: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return (
      command.includes(`\0-D\0${realData}\0`) || command.startsWith(`postgres: ${serverName(realData)}:`)
    );
  } catch {
    return false;
  }
}

/** True when `pid` is a server, or a server's session, of this data folder (its real path). */
export function isServerOf(pid: number, realData: string): boolean {
  if (process.platform !== "linux") return isRunning(pid);
  return isRunning(pid) && belongsTo(pid, realData);
}

/**
 * True once a server of this data folder that had this pid has ended. On its way out it shows no arguments any
 * more, but is not gone yet; other arguments mean that somebody else has the pid now.
 */
export function hasEnded(pid: number, realData: string): boolean {
  if (!isRunning(pid)) return true;
  return commandOf(pid) !== "" && !isServerOf(pid, realData);
}

/** True when any process, such as an orphaned session, still serves the data folder (its real path). */
export function isInUse(realData: string): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isServerOf(Number(name), realData));
}
