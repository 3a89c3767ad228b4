/**
 * `node bench/user-search.ts` after `npm run build`: every filter and every order of the lists of users, by CPU time of
 * PostgreSQL and of Node for an answer, quiet, and by latency beside 200 writes/s; against the bars of
 * docs/performance.md. A smaller run by `--users 20000`; `--only <words>` measures what has them in its name; `--keep
 * <folder>` leaves the filled database there, and uses it when it is there already.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { at, time, totalOf, writing } from "./asking.ts";
import { call } from "./call.ts";
import { homesOf } from "./load/database.ts";
import { idOf } from "./load/fill.ts";
import { startKept } from "./load/kept.ts";
import { fillPeople, userNameOf } from "./load/people.ts";
import { cpuSecondsOf, familyOf } from "./measure.ts";
import { type UserList, userLists } from "./user-lists.ts";

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "1000000" },
    samples: { type: "string", default: "10" },
    only: { type: "string", default: "" },
    keep: { type: "string" },
  },
});
const users = Number(values.users);
const samples = Number(values.samples);
/** Milliseconds at p95; an exact total of more than so many may take longer. */
const bars = { list: 50, manyMatches: 100_000, longList: 250 };

const kept = await startKept(values.keep);
const { server } = kept;

/** Milliseconds of CPU time so far. */
const spent = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0) * 1_000;

interface Figures {
  readonly total: number;
  readonly took: readonly number[];
  readonly postgresMs: number;
  readonly nodeMs: number;
}

async function measureList({ path, body, orgId }: UserList): Promise<Figures> {
  const more = orgId === undefined ? {} : { "x-zitadel-orgid": orgId };
  let total = totalOf(await call(server, path, body(0), more));
  const [postgres, node] = [kept.pids(), familyOf(server.pid)];
  const before = [spent(postgres), spent(node)] as const;
  const took = await time(async (n) => {
    total = Math.max(total, totalOf(await call(server, path, body(n + 1), more)));
  }, samples);
  return {
    total,
    took,
    postgresMs: (spent(postgres) - before[0]) / samples,
    nodeMs: (spent(node) - before[1]) / samples,
  };
}

let missed = 0;

/** Of an idle core, CPU time is what an answer takes; beside writes the clock counts. */
async function measureLists(how: "quiet" | "beside writes"): Promise<void> {
  for (const [name, list] of Object.entries(userLists(users))) {
    if (!name.includes(values.only)) continue;
    const { total, took, postgresMs, nodeMs } = await measureList(list);
    const bar = total > bars.manyMatches ? bars.longList : bars.list;
    const reached = (how === "quiet" ? postgresMs + nodeMs : at(took, 0.95)) < bar;
    if (!reached) missed += 1;
    const cpu =
      how === "quiet"
        ? `PostgreSQL ${postgresMs.toFixed(0).padStart(5)} ms  Node ${nodeMs.toFixed(0).padStart(4)} ms  `
        : "";
    console.log(
      `${reached ? "reached" : "MISSED "} ${how}: ${name.padEnd(52)} ${cpu}p50 ${at(took, 0.5).toFixed(0).padStart(5)} ms  p95 ${at(took, 0.95).toFixed(0).padStart(5)} ms  of ${bar}  ${total} match`,
    );
  }
}

const run = Date.now();
let counter = 0;
/** Of every four one is made; the others change a name, as profiles change. */
const changing = (): Promise<unknown> => {
  const n = ++counter;
  const profile = { givenName: "Ada", familyName: `Lovelace ${n}` };
  if (n % 4 === 0) {
    const email = { email: `new-${run}-${n}@mail.example`, isVerified: true };
    return call(server, "zitadel.user.v2.UserService/AddHumanUser", {
      username: email.email,
      profile,
      email,
    });
  }
  const userId = idOf("user", ((n * 7_919) % (users / 5)) * 5 + 1);
  return call(server, "zitadel.user.v2.UserService/UpdateHumanUser", { userId, profile });
};

try {
  const notePath = join(kept.folder, "bench-filled");
  if (!existsSync(notePath)) {
    const node = process.cpuUsage();
    const before = spent(kept.pids());
    const filled = await kept.fill(async (store, database) => {
      const [home] = await homesOf(database);
      return fillPeople(store, home?.instance_id ?? "", users);
    });
    const { user, system } = process.cpuUsage(node);
    const seconds = (spent(kept.pids()) - before) / 1_000 + (user + system) / 1e6;
    const note = `${users} users in ${filled.seconds.toFixed(0)} s: ${Math.round(filled.eventsPerSecond)} events/s through the bulk lane, ${Math.round(users / seconds)} users for each second of CPU time`;
    writeFileSync(notePath, note);
  }
  console.log(`${readFileSync(notePath, "utf8")}; the first of them is ${userNameOf(0)}`);
  await measureLists("quiet");
  const started = performance.now();
  const stop = writing(changing);
  await measureLists("beside writes");
  const writes = (await stop()) / ((performance.now() - started) / 1_000);
  console.log(`${writes.toFixed(0)} writes/s went on; ${missed} bars missed`);
  if (missed > 0) process.exitCode = 1;
} finally {
  await kept.stop();
}
