import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { openDatabase, sql } from "#src/platform/db/index.ts";
import { type Home, program, type ServerProcess } from "#test/harness/processes.ts";
import { readyHome } from "#test/harness/ready-home.ts";

let home: Home;
afterEach(() => home.remove());

/** A request of which one knows when the server has it: the body follows when it says so (RFC 9110 10.1.1). */
function begin({ port }: ServerProcess, path: string, body: object) {
  const headers = {
    authorization: `Bearer ${home.token()}`,
    "content-type": "application/json",
    expect: "100-continue",
  };
  const request = http.request({ port, host: "localhost", method: "POST", path, headers });
  const received = once(request, "continue").then(() => request.end(JSON.stringify(body)));
  const status = once(request, "response").then(([answer]): number => answer.resume().statusCode);
  request.flushHeaders();
  return { received, status };
}

test("SIGTERM lets running requests finish, and stops everything", async () => {
  home = await readyHome();
  const server = await home.start();
  const postmaster = home.postmaster() ?? 0;
  const creating = Array.from({ length: 4 }, (_, n) =>
    begin(server, "/v2/users/human", {
      username: `late-${n}`,
      profile: { givenName: "L", familyName: "N" },
      email: { email: `late-${n}@example.com`, isVerified: true },
      password: { password: "Password1!" },
    }),
  );
  await Promise.all(creating.map(({ received }) => received));
  const stopped = server.kill("SIGTERM");
  expect(await Promise.all(creating.map(({ status }) => status))).toEqual([200, 200, 200, 200]);
  expect(await stopped).toBe(0);
  expect(home.postmaster()).toBeUndefined();
  // The pid file goes a moment before the process does.
  await expect.poll(() => runs(postmaster)).toBe(false);
  expect(server.stderr()).not.toContain('"level":"error"');
});

/** Keeps everybody else from sessions, as a slow disk would. */
async function holdUpSessions() {
  const database = await openDatabase({ url: home.databaseUrl(), localMs: Date.now, poolSize: 1 });
  const holder = await database.connect("holds up");
  await holder.send([sql`begin`, sql`lock table sessions in access exclusive mode`]);
  return {
    /** Until so many wait. */
    async waitedFor(by: number): Promise<void> {
      const waiting = () =>
        holder.query(sql`select 1 from pg_locks where not granted and relation = 'sessions'::regclass`);
      await expect.poll(waiting).toHaveLength(by);
    },
    async letIn(): Promise<void> {
      await holder.query(sql`rollback`).catch(() => undefined);
      await database.close();
    },
  };
}

/** Connections that have asked before and ask nothing now, of every kind; and one that never said anything. */
async function idleConnections({ port }: ServerProcess) {
  const agent = new http.Agent({ keepAlive: true });
  await new Promise((resolve, reject) => {
    http
      .get({ port, host: "localhost", path: "/debug/healthz", agent }, (answer) => {
        answer.resume();
        answer.on("end", resolve);
      })
      .on("error", reject);
  });
  const session = http2.connect(`http://localhost:${port}`);
  const asked = session.request({ ":path": "/debug/healthz" });
  asked.resume();
  await once(asked, "end");
  const silent = net.connect(port, "localhost").on("error", () => undefined);
  await once(silent, "connect");
  const closed = [once(session, "close"), once(silent, "close")];
  return { session, closed: Promise.all(closed), destroy: () => agent.destroy() };
}

test("SIGTERM closes idle connections at once, and waits for slow requests over HTTP/1 and HTTP/2", async () => {
  home = await readyHome();
  const server = await home.start();
  const idle = await idleConnections(server);
  const slow = http2.connect(server.url);
  const sessions = await holdUpSessions();
  const creating = server.call("POST", "/v2/sessions", {});
  // One after the other: the pool of a server that has just begun is one session, where all wait behind the first.
  await sessions.waitedFor(1);
  const reading = slow.request({
    ":path": "/v2/sessions/1",
    authorization: `Bearer ${home.token()}`,
  });
  // From here on: the answer may come while the lock is still being let go.
  const read = once(reading, "response").then(([headers]): unknown => headers[":status"]);
  reading.resume();
  await sessions.waitedFor(2);
  const stopped = server.kill("SIGTERM");
  await idle.closed;
  await expect(server.call("GET", "/debug/healthz")).rejects.toThrow();
  // Longer than a lane waits for a lock in one go.
  await sleep(1_500);
  await sessions.letIn();
  expect(await read).toBe(404);
  expect((await creating).status).toBe(201);
  expect(await stopped).toBe(0);
  idle.destroy();
});

test("SIGTERM is not held up for ever by a request that cannot end: it is refused or cut, and nothing of it stored", async () => {
  home = await readyHome();
  const server = await home.start();
  const sessions = await holdUpSessions();
  const stuck = server.call("POST", "/v2/sessions", {}).then(
    ({ status }) => status,
    () => "cut",
  );
  await sessions.waitedFor(1);
  const stopped = server.kill("SIGTERM");
  expect([409, 503, 504, "cut"]).toContain(await stuck);
  expect(await stopped).toBe(0);
  await sessions.letIn();
  expect(home.postmaster()).toBeUndefined();
  const again = await home.start();
  expect((await again.call("POST", "/v2/sessions/search", {})).body).not.toHaveProperty("sessions");
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
        return parent === pid && readFileSync(`/proc/${name}/cmdline`, "utf8").includes(program);
      } catch {
        return false;
      }
    })
    .map(Number);
}

test("two workers serve, a killed one is replaced, and SIGTERM stops all", async () => {
  home = await readyHome();
  const server = await home.start(["--data-dir", home.dataDir, "--workers", "2"]);
  const before = workersOf(server.pid);
  expect(before).toHaveLength(2);
  const create = () => server.call("POST", "/v2/sessions", {}).then(({ status }) => status);
  expect(await Promise.all(Array.from({ length: 20 }, create))).toEqual(Array(20).fill(201));
  process.kill(before[0] ?? 0, "SIGKILL");
  // A connection to the dead worker is lost; the next one is answered by the other.
  await expect.poll(() => create().catch(() => 0)).toBe(201);
  await expect.poll(() => workersOf(server.pid).filter((pid) => !before.includes(pid))).toHaveLength(1);
  await expect.poll(() => server.stderr()).toContain("a worker ended and is replaced");
  expect(await server.kill("SIGTERM")).toBe(0);
  for (const pid of before) expect(() => process.kill(pid, 0)).toThrow();
  expect(home.postmaster()).toBeUndefined();
});
