import { afterEach, expect, test } from "vitest";
import { historyFaults } from "#test/harness/history.ts";
import { startLoad } from "#test/harness/load.ts";
import { type Home, makeHome, type ServerProcess } from "#test/harness/processes.ts";

let home: Home;
afterEach(() => home.remove());

const isReady = (server: ServerProcess) =>
  server.call("GET", "/debug/ready").then(
    ({ status }) => status,
    () => 0,
  );

test("kill -9 of the server under load: the next start takes over, and nothing acknowledged is lost", async () => {
  home = makeHome();
  const first = await home.start();
  const load = startLoad(first);
  await expect.poll(() => load.acknowledged()).toBeGreaterThan(50);
  await first.kill();
  await load.stop();
  const next = await home.start();
  expect(await load.lost(next)).toEqual([]);
  expect(await historyFaults(home.databaseUrl())).toEqual([]);
});

test("kill -9 of PostgreSQL under load: callers hear UNAVAILABLE at most, and the server recovers by itself", async () => {
  home = makeHome();
  const server = await home.start();
  const load = startLoad(server);
  await expect.poll(() => load.acknowledged()).toBeGreaterThan(50);
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
  expect(await load.lost(server)).toEqual([]);
  expect(await historyFaults(home.databaseUrl())).toEqual([]);
});

test("kill -9 of both at once: the next start recovers", async () => {
  home = makeHome();
  const first = await home.start();
  const load = startLoad(first);
  await expect.poll(() => load.acknowledged()).toBeGreaterThan(50);
  process.kill(home.postmaster() ?? 0, "SIGKILL");
  await first.kill();
  await load.stop();
  const next = await home.start();
  expect(await load.lost(next)).toEqual([]);
  expect(await historyFaults(home.databaseUrl())).toEqual([]);
});

test("a killed server's second process on another machine goes on when its database is back", async () => {
  home = makeHome();
  const owner = await home.start();
  const other = await home.startBeside();
  expect(await isReady(other)).toBe(200);
  await owner.kill();
  await expect.poll(() => isReady(other)).not.toBe(200);
  await home.start();
  await expect.poll(() => isReady(other)).toBe(200);
  const { status } = await other.call("POST", "/v2/sessions", {});
  expect(status).toBe(201);
});
