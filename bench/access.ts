/**
 * `node bench/access.ts` after `npm run build`: lists, searches, checks and tokens of an instance that is full, beside writes, against the
 * bars of docs/performance.md. A smaller run by `--orgs 500 --users 10`.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { entities } from "../server/src/app/parts.ts";
import { createSecrets, parseMasterKeys } from "../server/src/platform/crypto/index.ts";
import { openDatabase, sql, startEmbedded } from "../server/src/platform/db/index.ts";
import { openStore } from "../server/src/platform/eventstore/index.ts";
import { fill, idOf } from "./load/fill.ts";
import { familyOf, memoryMbOf } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";

const { values } = parseArgs({
  options: {
    orgs: { type: "string", default: "10000" },
    users: { type: "string", default: "20" },
    samples: { type: "string", default: "60" },
  },
});
const amount = {
  orgs: Number(values.orgs),
  usersPerOrg: Number(values.users),
  grantsPerUser: 3.5,
  projects: 50,
};
const masterKey = "a-master-key-for-the-bench-only!";
const writesPerSecond = 200;

type Answer = Readonly<Record<string, unknown>>;
async function call(server: BenchServer, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${server.url}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${server.token}` },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

const org = "zitadel.org.v2.OrganizationService";
const user = "zitadel.user.v2.UserService";
const management = "zitadel.management.v1.ManagementService";
let counter = 0;

const createOrg = (server: BenchServer) =>
  call(server, `${org}/AddOrganization`, { name: `Measured ${++counter}` });

/** Lists and searches by name; each asks for another page or word every time. */
const reads: Readonly<Record<string, (server: BenchServer, n: number) => Promise<unknown>>> = {
  "organizations by name": (server, n) =>
    call(server, `${org}/ListOrganizations`, {
      query: { offset: (n * 97) % amount.orgs, limit: 100, asc: true },
      sortingColumn: "ORGANIZATION_FIELD_NAME_NAME",
    }),
  "organizations whose name contains": (server, n) =>
    call(server, `${org}/ListOrganizations`, {
      query: { limit: 100 },
      queries: [{ nameQuery: { name: `ization ${n % 100}`, method: "TEXT_QUERY_METHOD_CONTAINS" } }],
    }),
  "users, page by page to 10,000": (server, n) =>
    call(server, `${user}/ListUsers`, { query: { offset: (n * 397) % 10_000, limit: 100 } }),
  "users of one organization": (server, n) =>
    call(server, `${user}/ListUsers`, {
      query: { limit: 100 },
      queries: [{ organizationIdQuery: { organizationId: idOf("org", n) } }],
    }),
  "users by family name": (server, n) =>
    call(server, `${user}/ListUsers`, {
      query: { limit: 100 },
      queries: [{ lastNameQuery: { lastName: `Family${n}`, method: "TEXT_QUERY_METHOD_EQUALS" } }],
    }),
  "grants of one user": (server, n) =>
    call(server, `${management}/ListUserGrants`, {
      queries: [{ userIdQuery: { userId: idOf("user", n) } }],
    }),
  "grants of one project": (server, n) =>
    call(server, `${management}/ListUserGrants`, {
      query: { limit: 100 },
      queries: [{ projectIdQuery: { projectId: idOf("project", n % amount.projects) } }],
    }),
  "one user": (server, n) => call(server, `${user}/GetUserByID`, { userId: idOf("user", n) }),
};

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

async function time(work: (n: number) => Promise<unknown>, samples: number): Promise<readonly number[]> {
  const took: number[] = [];
  for (let n = 0; n < samples; n += 1) {
    const started = performance.now();
    await work(n);
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b);
}

/** Renames organizations at an even rate until told to end; the number of writes that were answered. */
function writing(server: BenchServer): () => Promise<number> {
  let answered = 0;
  const open = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    const name = `Organization ${amount.orgs + ++counter}`;
    const work = call(server, `${org}/UpdateOrganization`, {
      organizationId: idOf("org", counter % amount.orgs),
      name,
    }).then(() => (answered += 1));
    open.add(work);
    void work.finally(() => open.delete(work));
  }, 1_000 / writesPerSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(open);
    return answered;
  };
}

const row = (name: string, took: readonly number[]) =>
  console.log(
    `${name.padEnd(38)} p50 ${at(took, 0.5).toFixed(1).padStart(7)} ms   p95 ${at(took, 0.95).toFixed(1).padStart(7)} ms`,
  );

const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
chmodSync(dataDir, 0o755);
const postgres = await startEmbedded({
  dataDir,
  temporary: tmpdir(),
  platform: process.platform,
  arch: process.arch,
  identity: { pid: process.pid, host: hostname() },
  newId: randomUUID,
  localMs: Date.now,
  onTrouble: (message) => console.error(message),
});
const server = await startServer({
  GATEHOUSE_DATABASE_URL: postgres.url,
  GATEHOUSE_MASTERKEY: masterKey,
});
try {
  const samples = Number(values.samples);
  const database = await openDatabase({ url: postgres.url, localMs: Date.now });
  const secrets = createSecrets({ keys: parseMasterKeys(masterKey) });
  const store = await openStore({ database, entities, secrets, localMs: Date.now });
  const [home] = await database.query<{ instance_id: string; aggregate_id: string }>(
    sql`select instance_id, aggregate_id from orgs limit 1`,
  );
  if (home === undefined) throw new Error("there is no organization");
  const memory = () => Math.round(memoryMbOf(familyOf(server.pid)));
  row("create an organization, empty", await time(() => createOrg(server), samples));
  row("check a permission, empty", await time(() => call(server, `${management}/GetMyOrg`, {}), samples));
  const before = memory();
  const filled = await fill(store, home.instance_id, home.aggregate_id, amount);
  console.log(
    `\n${filled.orgs} organizations, ${filled.users} users, ${filled.grants} grants in ${filled.seconds.toFixed(0)} s: ` +
      `${Math.round(filled.eventsPerSecond)} events/s through the bulk lane\n`,
  );
  await database.query(sql`analyze`);
  row("create an organization, full", await time(() => createOrg(server), samples));
  row("check a permission, full", await time(() => call(server, `${management}/GetMyOrg`, {}), samples));
  const stop = writing(server);
  const started = performance.now();
  for (const [name, work] of Object.entries(reads)) {
    await work(server, 0);
    row(name, await time((n) => work(server, n), samples));
  }
  const writes = (await stop()) / ((performance.now() - started) / 1_000);
  console.log(`\n${writes.toFixed(0)} writes/s went on; server ${before} MB before, ${memory()} MB after`);
  await store.close();
  await database.close();
} finally {
  await server.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
