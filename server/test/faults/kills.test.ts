import { afterAll, beforeAll, expect, test } from "vitest";
import { historyFaults } from "#test/harness/history.ts";
import { type Load, startLoad } from "#test/harness/load.ts";
import type { Home, ServerProcess } from "#test/harness/processes.ts";
import { readyHome } from "#test/harness/ready-home.ts";

let home: Home;
/** The one that runs: each test leaves one to the next. */
let server: ServerProcess;
beforeAll(async () => {
  home = await readyHome();
  server = await home.start();
});
afterAll(() => home.remove());

const isReady = (one: ServerProcess) =>
  one.call("GET", "/debug/ready").then(
    ({ status }) => status,
    () => 0,
  );

/** Writers at work, of whom something has been acknowledged. */
async function busy(name: string): Promise<Load> {
  const load = startLoad(server, name);
  await expect.poll(() => load.acknowledged()).toBeGreaterThan(50);
  return load;
}

async function nothingLost(load: Load): Promise<void> {
  expect(await load.lost(server)).toEqual([]);
  expect(await historyFaults(home.databaseUrl())).toEqual([]);
}

test("kill -9 of PostgreSQL under load: callers hear UNAVAILABLE at most, and the server recovers by itself", async () => {
  const load = await busy("postgres");
  const postmaster = home.postmaster() ?? 0;
  process.kill(postmaster, "SIGKILL");
  // Who is quick enough to wait for the next one hears nothing at all.
  await expect.poll(() => home.postmaster(), { interval: 10 }).not.toBe(postmaster);
  const before = load.acknowledged();
  await expect.poll(() => load.acknowledged()).toBeGreaterThan(before + 50);
  await load.stop();
  expect(home.postmaster()).not.toBe(postmaster);
  // gRPC 14 is HTTP 503; nothing else may be heard.
  expect([...load.failures().keys()].filter((heard) => heard !== "503 14")).toEqual([]);
  expect(await isReady(server)).toBe(200);
  await nothingLost(load);
});

test("kill -9 of the server under load: the next start takes over, and nothing acknowledged is lost", async () => {
  const load = await busy("server");
  await server.kill();
  await load.stop();
  server = await home.start();
  await nothingLost(load);
});

test("kill -9 of both at once: the next start recovers", async () => {
  const load = await busy("both");
  process.kill(home.postmaster() ?? 0, "SIGKILL");
  await server.kill();
  await load.stop();
  server = await home.start();
  await nothingLost(load);
});

test("a killed server's second process on another machine goes on when its database is back", async () => {
  const other = await home.startBeside();
  expect(await isReady(other)).toBe(200);
  await server.kill();
  await expect.poll(() => isReady(other)).not.toBe(200);
  server = await home.start();
  await expect.poll(() => isReady(other)).toBe(200);
  const { status } = await other.call("POST", "/v2/sessions", {});
  expect(status).toBe(201);
});
