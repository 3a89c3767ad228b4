import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say, textOf } from "./base.mjs";

/** Only reading and removing a dead holder's lock happens in between; older than this, its maker died there. */
const breakMilliseconds = 10_000;

/**
 * Runs `work` alone among all launchers of this checkout. A holder that died is found by its process id and
 * start time, so nothing has to be cleaned up by hand.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {number} [pollMilliseconds]
 */
export async function withLock(folder, work, pollMilliseconds = 200) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "setup.lock");
  let waited = false;
  while (!take(path)) {
    if (removeDead(path)) continue;
    if (!waited) say("Another start is setting this checkout up; waiting for it …");
    waited = true;
    await sleep(pollMilliseconds);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, `${process.pid} ${startOf(process.pid)}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock of a dead holder; one process at a time, or it might remove a lock taken just now. @param {string} path */
function removeDead(path) {
  if (isAlive(textOf(path))) return false;
  const guard = `${path}.break`;
  try {
    mkdirSync(guard);
  } catch {
    dropOldGuard(guard);
    return false;
  }
  try {
    if (!isAlive(textOf(path))) rmSync(path, { force: true });
    return true;
  } finally {
    rmdirSync(guard);
  }
}

/** @param {string} guard */
function dropOldGuard(guard) {
  try {
    if (Date.now() - statSync(guard).mtimeMs > breakMilliseconds) rmdirSync(guard);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** An empty lock is being written: it counts as held. @param {string | undefined} holder "<pid> <start>" */
function isAlive(holder) {
  if (holder === undefined || holder === "") return true;
  const [pid = "", start = ""] = holder.split(" ");
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  return startOf(Number(pid)) === start;
}

/** When the process started, in the kernel's ticks; "" where the system does not tell. @param {number} pid */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && "code" in error ? error.code : undefined);
