import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, realpathSync, renameSync, statSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainSpawn, runAs, serverEnv } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./error.ts";
import { findPostmaster } from "./pid-file.ts";
import type { Place } from "./place.ts";
import { hasEnded, isServerOf } from "./processes.ts";
import { serverArguments } from "./settings.ts";

/** A server that takes connections. */
export interface RunningServer {
  readonly pid: number;
  /** Real path of its data folder. */
  readonly data: string;
  readonly socketFolder: string;
  /** Stops it the moment this process dies, even by kill -9; until disarmed. */
  readonly watchdog: Watchdog;
}

export interface Watchdog {
  /** From now on the server outlives this process. */
  disarm(): void;
}

/**
 * The server's own shell waits beside it for the end of a pipe that this process holds: the pipe ends when
 * this process does, however it dies. A line on the pipe is the word to leave the server alone.
 */
const launchScript = `(trap "" INT TERM; read -r word <&3 || kill -INT $$ 2>/dev/null) &
exec "$@" 3<&-`;

const watchScript = 'trap "" INT TERM; read -r word <&3 || kill -INT "$1" 2>/dev/null';

const maxLogBytes = 10_000_000;

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maxLogBytes) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** The pipe is not the child's stdin: that one Node closes as soon as the child is gone, a false alarm. */
function disarming(child: ChildProcess): Watchdog {
  const pipe = child.stdio[3];
  if (!(pipe instanceof Socket)) throw new Error("the watchdog has no pipe");
  pipe.on("error", () => undefined);
  pipe.unref();
  child.unref();
  let armed = true;
  return {
    disarm() {
      if (armed) pipe.end("leave\n");
      armed = false;
    },
  };
}

/** Watches over a server that somebody else started. */
export function watch(pid: number): Watchdog {
  const child = spawn("sh", ["-c", watchScript, "sh", String(pid)], {
    cwd: "/",
    env: serverEnv,
    detached: true,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  child.on("error", () => undefined);
  return disarming(child);
}

function logSince(path: string, offset: number): string {
  return readFileSync(path).subarray(offset).toString().trim().split("\n").slice(-8).join("\n");
}

/** Not an error yet: another server, alive or not quite dead, is in the way. */
export type LaunchResult = RunningServer | "occupied";

const inTheWay = /lock file .* already exists|pre-existing shared memory block/;

/**
 * Starts the server and waits until it takes connections, which after a crash may need its recovery.
 * @throws EmbeddedDatabaseError `failed` with the end of the server's log
 */
export async function launch(place: Place, socketFolder: string): Promise<LaunchResult> {
  const data = realpathSync(place.data);
  const log = openLog(place.log);
  const logStart = statSync(place.log).size;
  const program = join(place.binaries.home, "bin", "postgres");
  const args = serverArguments(data, socketFolder, place.binaries.version);
  const child = spawn("sh", ["-c", launchScript, "sh", program, ...args], {
    ...runAs(place.account),
    cwd: "/",
    env: serverEnv,
    detached: true,
    stdio: ["ignore", log, log, "pipe"],
  });
  closeSync(log);
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  const watchdog = disarming(child);
  // Once it is gone its pid may be given to somebody else, whom the watchdog must not stop.
  child.on("exit", () => watchdog.disarm());

  for (;;) {
    const found = findPostmaster(place.data);
    if (found?.ready && found.pid === child.pid) return { pid: found.pid, data, socketFolder, watchdog };
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) break;
    await sleep(5);
  }
  const end = logSince(place.log, logStart);
  if (inTheWay.test(end)) return "occupied";
  const why = failure === undefined ? end : explainSpawn(failure, place);
  throw new EmbeddedDatabaseError(
    "failed",
    `PostgreSQL did not start (its log is ${place.log}):\n${why}`,
    failure,
  );
}

async function waitForEnd(server: RunningServer, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 5) {
    if (hasEnded(server.pid, server.data)) return true;
    await sleep(5);
  }
  return false;
}

const fastStopMs = 20_000;
const immediateStopMs = 5_000;

/** Stops cleanly, cutting off whoever is connected; after 20 s without, which costs a recovery at the next start. */
export async function stopServer(server: RunningServer): Promise<void> {
  for (const [signal, timeoutMs] of [
    ["SIGINT", fastStopMs],
    ["SIGQUIT", immediateStopMs],
  ] as const) {
    if (isServerOf(server.pid, server.data)) process.kill(server.pid, signal);
    server.watchdog.disarm();
    if (await waitForEnd(server, timeoutMs)) return;
  }
}
