/**
 * `node bench/first-login.ts` after `npm run build`: from `npm start` on an empty data directory to the console behind
 * the first finished login, in Chromium, with the password changed as it asks; and from `npm start` again to the first
 * 200 of `/debug/ready`. Bars: 15 s and 2 s, on two cores.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { freePort, removeData } from "../server/test/harness/processes.ts";
import { arrive, enterName, enterPassword } from "../server/test/journeys/steps.ts";
import { newVisitor, openBrowser } from "../server/test/journeys/visitor.ts";

const bars = { firstLogin: 15, startedAgain: 2 };
const project = fileURLToPath(new URL("..", import.meta.url));
const given = "Password1!";
const chosen = "A-Better-One-2";

/** `npm start`, in a group of its own as under a terminal. */
const start = (port: number, dataDir: string): ChildProcess =>
  spawn("npm", ["start", "--", "--port", String(port), "--data-dir", dataDir], {
    cwd: project,
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });

async function ready(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`${url}/debug/ready`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(10);
  }
  throw new Error("npm start ended");
}

/** Ctrl-C at the terminal. */
async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  process.kill(-(child.pid ?? 0), "SIGINT");
  await ended;
}

async function logIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await enterName(page, "zitadel-admin@zitadel.localhost");
  await enterPassword(page, given);
  await arrive(page, "Choose a new password");
  await page.locator("#oldPassword").fill(given);
  await page.locator("#newPassword").fill(chosen);
  await page.locator("#confirmPassword").fill(chosen);
  await page.locator("#submit-button").click();
  await arrive(page, /^Welcome/);
}

function judge(what: string, seconds: number, bar: number): void {
  if (seconds > bar) process.exitCode = 1;
  console.log(`${seconds > bar ? "MISSED " : "reached"} ${what}: ${seconds.toFixed(1)} s of ${bar}`);
}

const folder = mkdtempSync(join(tmpdir(), "gatehouse-first-"));
const dataDir = join(folder, "data");
const port = await freePort();
const url = `http://localhost:${port}`;
const browser = await openBrowser();
let running: ChildProcess | undefined;
try {
  const { page } = await newVisitor(browser);
  const seconds = (since: number) => (performance.now() - since) / 1000;
  const began = performance.now();
  running = start(port, dataDir);
  await ready(url, running);
  console.log(`ready on an empty data directory after ${seconds(began).toFixed(1)} s`);
  await logIn(page, url);
  judge("first finished login", seconds(began), bars.firstLogin);
  await stop(running);
  const again = performance.now();
  running = start(port, dataDir);
  await ready(url, running);
  judge("ready, started again", seconds(again), bars.startedAgain);
} finally {
  await browser.close();
  if (running?.exitCode === null) await stop(running);
  removeData(dataDir);
}
