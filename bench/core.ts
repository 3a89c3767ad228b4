/**
 * The storage core alone: users created per second with 64 in flight, all indexes and sealing in place, sync on;
 * once through the commit lane, once with a transaction for each. Prints JSON: rates per busy core, and their ratio.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Org } from "../server/src/domains/org/state.ts";
import { User } from "../server/src/domains/user/state.ts";
import { createSecrets, parseMasterKeys } from "../server/src/platform/crypto/index.ts";
import { type Database, migrate, openDatabase, startEmbedded } from "../server/src/platform/db/index.ts";
import {
  fresh,
  type OpenStore,
  openStore,
  ownedBy,
  storeSchema,
} from "../server/src/platform/eventstore/index.ts";

const inFlight = 64;
const seconds = Number(process.env["BENCH_SECONDS"] ?? 4);
const warmUp = 2_000;
const writer = { instanceId: "bench", creator: "BENCH" };
const entities = [Org, User];

interface Measured {
  readonly perSecond: number;
  readonly perBusyCore: number;
  readonly nodeMicros: number;
  readonly postgresMicros: number;
}

/** CPU seconds of the server and all its children, living and gone. */
function postgresSeconds(data: string): number {
  const ticks = 100;
  const postmaster = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  let sum = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    if (fields === undefined) continue;
    const [parent, user, system, childUser, childSystem] = [1, 11, 12, 13, 14].map((n) => Number(fields[n]));
    if (Number(pid) === postmaster)
      sum += (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0);
    else if (parent === postmaster) sum += (user ?? 0) + (system ?? 0);
  }
  return sum / ticks;
}

/** The fields of /proc/<pid>/stat behind the name; undefined when the process has just gone. */
function statOf(pid: string): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ");
  } catch {
    return undefined;
  }
}

let counter = 0;
const secrets = createSecrets({ keys: parseMasterKeys("a-master-key-for-the-bench-only!") });

async function createUser(store: OpenStore): Promise<void> {
  const n = ++counter;
  const payload = {
    userName: `user-${n}@example.com`,
    firstName: "Ada",
    lastName: `Lovelace ${n}`,
    displayName: `Ada Lovelace ${n}`,
    email: `user-${n}@example.com`,
    preferredLanguage: "en",
    gender: 0 as const,
  };
  await store.execute(writer, [ownedBy("org", fresh(User, `u${n}`))], () => [
    [{ type: "user.human.added" as const, payload }],
  ]);
}

async function run(stores: readonly OpenStore[], until: () => boolean): Promise<number> {
  let done = 0;
  const worker = async (n: number): Promise<void> => {
    for (let k = n; !until(); k += 1) {
      const store = stores[k % stores.length];
      if (store) await createUser(store);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, (_, n) => worker(n)));
  return done;
}

async function measure(stores: readonly OpenStore[], data: string): Promise<Measured> {
  const end = counter + warmUp;
  await run(stores, () => counter >= end);
  const node = process.cpuUsage();
  const postgres = postgresSeconds(data);
  const started = performance.now();
  const done = await run(stores, () => performance.now() - started > seconds * 1_000);
  const elapsed = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(node);
  const nodeSeconds = (user + system) / 1e6;
  const serverSeconds = postgresSeconds(data) - postgres;
  return {
    perSecond: Math.round(done / elapsed),
    perBusyCore: Math.round(done / (nodeSeconds + serverSeconds)),
    nodeMicros: Math.round((nodeSeconds / done) * 1e6),
    postgresMicros: Math.round((serverSeconds / done) * 1e6),
  };
}

const open = (database: Database, maxBatch: number): Promise<OpenStore> =>
  openStore({ database, entities, secrets, localMs: Date.now, maxBatch });

const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
chmodSync(dataDir, 0o755);
const server = await startEmbedded({
  dataDir,
  temporary: tmpdir(),
  platform: process.platform,
  arch: process.arch,
  identity: { pid: process.pid, host: hostname() },
  newId: randomUUID,
  localMs: Date.now,
  onTrouble: (message) => console.error(message),
});
try {
  const database = await openDatabase({ url: server.url, localMs: Date.now });
  await migrate(database, [storeSchema(entities)]);
  const lane = await open(database, 256);
  const on = await measure([lane], server.data);
  const singles = await Promise.all(Array.from({ length: 16 }, () => open(database, 1)));
  const off = await measure(singles, server.data);
  const ratio = Number((on.perBusyCore / off.perBusyCore).toFixed(2));
  console.log(
    JSON.stringify({ bench: "core user create", inFlight, lane: on, laneOff: off, ratio }, null, 2),
  );
  await Promise.all([lane, ...singles].map((store) => store.close()));
  await database.close();
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
