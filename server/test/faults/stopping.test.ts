import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { type Home, makeHome } from "#test/harness/processes.ts";

/** Whole processes start here, which takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

let home: Home;
afterEach(() => home.remove());

test("SIGTERM lets running requests finish, and stops everything within 5 s", async () => {
  home = makeHome();
  const server = await home.start();
  const postmaster = home.postmaster() ?? 0;
  // Hashing takes long enough to be under way when the signal comes.
  const creating = Array.from({ length: 4 }, (_, n) =>
    server.call("POST", "/v2/users/human", {
      username: `late-${n}`,
      profile: { givenName: "L", familyName: "N" },
      email: { email: `late-${n}@example.com`, isVerified: true },
      password: { password: "Password1!" },
    }),
  );
  await sleep(30);
  const begun = performance.now();
  const stopped = server.kill("SIGTERM");
  const answers = await Promise.all(creating);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(await stopped).toBe(0);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(home.postmaster()).toBeUndefined();
  // The pid file goes a moment before the process does.
  await expect.poll(() => runs(postmaster), { timeout: 3_000 }).toBe(false);
  expect(server.stderr()).not.toContain('"level":"error"');
});

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The workers' pids: the direct children of the first process that run our program. */
function workersOf(pid: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
        return parent === pid && readFileSync(`/proc/${name}/cmdline`, "utf8").includes("main.ts");
      } catch {
        return false;
      }
    })
    .map(Number);
}

test("two workers serve, a killed one is replaced, and SIGTERM stops all", async () => {
  home = makeHome();
  const server = await home.start(["--data-dir", home.dataDir, "--workers", "2"]);
  const before = workersOf(server.pid);
  expect(before).toHaveLength(2);
  const create = () => server.call("POST", "/v2/sessions", {}).then(({ status }) => status);
  expect(await Promise.all(Array.from({ length: 20 }, create))).toEqual(Array(20).fill(201));
  process.kill(before[0] ?? 0, "SIGKILL");
  // A connection to the dead worker is lost; the next one is answered by the other.
  await expect.poll(() => create().catch(() => 0), { timeout: 3_000 }).toBe(201);
  await expect
    .poll(() => workersOf(server.pid).filter((pid) => !before.includes(pid)), { timeout: 10_000 })
    .toHaveLength(1);
  await expect.poll(() => server.stderr()).toContain("a worker ended and is replaced");
  expect(await server.kill("SIGTERM")).toBe(0);
  for (const pid of before) expect(() => process.kill(pid, 0)).toThrow();
  expect(home.postmaster()).toBeUndefined();
});
