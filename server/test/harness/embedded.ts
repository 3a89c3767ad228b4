import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { findPostmaster } from "#src/platform/db/embedded/pid-file.ts";
import { isInUse } from "#src/platform/db/embedded/processes.ts";
import type { EmbeddedOptions } from "#src/platform/db/index.ts";

/** A data directory for one test, with a temporary folder of its own. */
export interface Home {
  readonly dataDir: string;
  readonly options: EmbeddedOptions;
  /** What the supervisor reported. */
  readonly troubles: readonly string[];
  /** A second process on the same directory. */
  spawn(role: "owner" | "guest"): Promise<EmbeddedProcess>;
  /** The pid in postmaster.pid, undefined when there is no such file. */
  postmasterPid(): number | undefined;
  /** Kills what the test left running and removes everything. */
  remove(): Promise<void>;
}

export interface EmbeddedProcess {
  readonly pid: number;
  readonly url: string;
  readonly refused: string | undefined;
  readonly message: string;
  kill(): Promise<void>;
  leave(): Promise<void>;
}

interface Line {
  readonly url?: string;
  readonly refused?: string;
  readonly message?: string;
}

async function startProcess(home: Home, role: string, children: ChildProcess[]): Promise<EmbeddedProcess> {
  const script = join(import.meta.dirname, "embedded-process.ts");
  const child = spawn(process.execPath, [script, role, home.dataDir, home.options.temporary], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, GATEHOUSE_MASTERKEY: "must not reach PostgreSQL" },
  });
  children.push(child);
  const died = once(child, "exit").then(() => {
    throw new Error("the process died before it said anything");
  });
  const [text] = await Promise.race([once(createInterface(child.stdout), "line"), died]);
  died.catch(() => undefined);
  // The line is the script's own, see embedded-process.ts.
  const line = JSON.parse(String(text)) as Line;
  const ended = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    url: line.url ?? "",
    refused: line.refused,
    message: line.message ?? "",
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async leave() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Gives a home the stopped database of another one: to make a database takes longer than most of what is done with it. */
export function copyDatabase(from: Home, to: Home): void {
  mkdirSync(to.dataDir, { recursive: true });
  execFileSync("cp", ["-a", join(from.dataDir, "postgres"), to.dataDir]);
}

/** Ends the server of a data directory that is thrown away, and waits until nobody works there any more. */
export async function endDatabase(dataDir: string): Promise<void> {
  const link = join(dataDir, "postgres");
  if (!existsSync(link)) return;
  const data = realpathSync(link);
  // Its data are thrown away: nobody waits for what it would still write.
  const running = findPostmaster(data);
  if (running !== undefined) process.kill(running.pid, "SIGQUIT");
  for (let n = 0; n < 2_400 && isInUse(data); n += 1) await sleep(25);
}

/** @param below folders between the temporary folder and the data directory */
export function makeHome(below = "data", overrides: Partial<EmbeddedOptions> = {}): Home {
  const root = mkdtempSync(join(tmpdir(), "gatehouse-home-"));
  chmodSync(root, 0o755);
  const temporary = join(root, "t");
  mkdirSync(temporary);
  const troubles: string[] = [];
  const children: ChildProcess[] = [];
  const dataDir = join(root, below);
  const home: Home = {
    dataDir,
    troubles,
    options: {
      dataDir,
      temporary,
      stateDir: join(root, "state"),
      platform: process.platform,
      arch: process.arch,
      identity: { pid: process.pid, host: hostname() },
      newId: randomUUID,
      localMs: Date.now,
      onTrouble: (message) => troubles.push(message),
      ...overrides,
    },
    spawn: (role) => startProcess(home, role, children),
    postmasterPid() {
      try {
        return Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
      } catch {
        return undefined;
      }
    },
    async remove() {
      for (const child of children) child.kill("SIGKILL");
      await endDatabase(dataDir);
      await rm(root, { recursive: true, maxRetries: 20, retryDelay: 50 });
    },
  };
  return home;
}
