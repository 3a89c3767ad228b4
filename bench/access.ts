/**
 * `node bench/access.ts` after `npm run build`: lists, searches, checks and tokens of an instance that is full, beside
 * smaller ones and writes, against the bars of docs/performance.md. A smaller run by `--orgs 500 --users 10`;
 * `--keep <folder>` leaves the filled database there, and uses it when it is there already.
 */
import { parseArgs } from "node:util";
import { at, time, totalOf, writing } from "./asking.ts";
import { call, management, organizations } from "./call.ts";
import { lists } from "./lists.ts";
import { fillDatabase } from "./load/database.ts";
import { idOf } from "./load/fill.ts";
import { startKept } from "./load/kept.ts";
import { familyOf, memoryMbOf } from "./measure.ts";
import { operatorEnv } from "./operator.ts";
import { type BenchServer, startServer } from "./server.ts";
import { inTurns, type Work } from "./turns.ts";

const { values } = parseArgs({
  options: {
    orgs: { type: "string", default: "10000" },
    users: { type: "string", default: "20" },
    samples: { type: "string", default: "60" },
    instances: { type: "string", default: "100" },
    keep: { type: "string" },
  },
});
const amount = {
  orgs: Number(values.orgs),
  usersPerOrg: Number(values.users),
  projects: 50,
  instances: Number(values.instances),
  orgsOfOthers: 10,
};
/** Of ten requests each, of which every operation is asked of the full and the empty server in turns. */
const rounds = 20;

/** A database that is kept has the names of earlier runs. */
const run = Date.now();
let counter = 0;

/** Milliseconds at p95; beyond so many matches an exact total may take longer. */
const bars = { list: 50, manyMatches: 100_000, longList: 250, share: 1.2, memoryMb: 64 };

let missed = 0;
/** Says whether a bar was reached; a missed one fails the run. */
function judge(name: string, reached: boolean, figures: string): void {
  if (!reached) missed += 1;
  console.log(`${reached ? "reached" : "MISSED "} ${name.padEnd(44)} ${figures}`);
}

const createOrg = (server: BenchServer) =>
  call(server, `${organizations}/AddOrganization`, { name: `Measured ${run} ${++counter}` });

/** Renames one organization after the other. */
const renaming = (server: BenchServer): Promise<unknown> => {
  const organizationId = idOf("org", ++counter % amount.orgs);
  const name = `Organization ${run} ${counter}`;
  return call(server, `${organizations}/UpdateOrganization`, { organizationId, name });
};

const figures = (took: readonly number[]): string =>
  `p50 ${at(took, 0.5).toFixed(1).padStart(7)} ms   p95 ${at(took, 0.95).toFixed(1).padStart(7)} ms`;

/** Every list of a manager, each by its bar. */
async function measureLists(server: BenchServer, who: string, samples: number, only?: number): Promise<void> {
  const { orgs, usersPerOrg } = amount;
  const asked = lists({ orgs, usersPerOrg, ...(only === undefined ? {} : { only }) });
  for (const [name, { path, body }] of Object.entries(asked)) {
    let total = totalOf(await call(server, path, body(0)));
    const took = await time(async (n) => {
      total = Math.max(total, totalOf(await call(server, path, body(n))));
    }, samples);
    const bar = total > bars.manyMatches ? bars.longList : bars.list;
    judge(`${who}: ${name}`, at(took, 0.95) < bar, `${figures(took)}   of ${bar}   ${total} match`);
  }
}

/** The number of the organization that one manager has to themselves. */
const managedOrg = 1;

/** Someone who manages one organization, and their token. */
async function orgManager(server: BenchServer): Promise<BenchServer> {
  const headers = { "x-zitadel-orgid": idOf("org", managedOrg) };
  const { userId } = await call(
    server,
    `${management}/AddMachineUser`,
    { userName: `manager-${Date.now()}`, name: "Manager" },
    headers,
  );
  await call(server, `${management}/AddOrgMember`, { userId, roles: ["ORG_OWNER"] }, headers);
  const { token } = await call(server, `${management}/AddPersonalAccessToken`, { userId }, headers);
  return { ...server, token: String(token) };
}

/** A client_credentials token of a service user with roles on a project. */
async function tokenMaker(server: BenchServer): Promise<() => Promise<unknown>> {
  const { userId } = await call(server, `${management}/AddMachineUser`, {
    userName: `client-${Date.now()}`,
    name: "Client",
  });
  const { id: projectId } = await call(server, `${management}/AddProject`, {
    name: `Roles ${Date.now()}`,
    projectRoleAssertion: true,
  });
  await call(server, `${management}/AddProjectRole`, { projectId, roleKey: "reader", displayName: "Reader" });
  await call(server, `${management}/AddUserGrant`, { userId, projectId, roleKeys: ["reader"] });
  const secret = await call(server, `${management}/GenerateMachineSecret`, { userId });
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: String(secret["clientId"]),
    client_secret: String(secret["clientSecret"]),
    scope: `openid urn:zitadel:iam:org:project:id:${String(projectId)}:aud urn:zitadel:iam:org:projects:roles`,
  });
  return async () => {
    const response = await fetch(`${server.url}/oauth/v2/token`, { method: "POST", body });
    if (!response.ok) throw new Error(`token: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

/** What costs as much in a full system as in an empty one. */
async function basics(server: BenchServer): Promise<Readonly<Record<string, Work>>> {
  return {
    "create an organization": () => createOrg(server),
    "check a permission": () => call(server, `${management}/GetMyOrg`, {}),
    "token with roles": await tokenMaker(server),
  };
}

/** Within 20 % of an empty system, which is asked in turns with the full one. */
async function measureBasics(full: BenchServer): Promise<void> {
  const empty = await startServer();
  try {
    const beside = await basics(empty);
    for (const [name, work] of Object.entries(await basics(full))) {
      const turns = await inTurns(beside[name] ?? work, work, rounds);
      const { share, noise, firstMs, secondMs } = turns;
      const took = `${secondMs.toFixed(1)} ms, empty ${firstMs.toFixed(1)} ms`;
      judge(
        name,
        share <= bars.share,
        `${share.toFixed(2)} times the empty one's (itself ${noise.toFixed(2)})   ${took}`,
      );
    }
  } finally {
    await empty.stop();
  }
}

const kept = await startKept(values.keep, operatorEnv);
const { server } = kept;
const samples = Number(values.samples);

try {
  const memory = () => Math.round(memoryMbOf(familyOf(server.pid)));
  await kept.fill((store, database) => fillDatabase(server, store, database, amount));
  await measureBasics(server);
  const manager = await orgManager(server);
  const stop = writing(() => renaming(server));
  const started = performance.now();
  await measureLists(server, "instance", samples);
  const afterOne = memory();
  await measureLists(manager, "organization", samples, managedOrg);
  await measureLists(server, "instance again", 10);
  const writes = (await stop()) / ((performance.now() - started) / 1_000);
  console.log(`${writes.toFixed(0)} writes/s went on`);
  judge("memory stays", memory() - afterOne < bars.memoryMb, `${afterOne} MB, then ${memory()} MB`);
  if (missed > 0) process.exitCode = 1;
  console.log(missed === 0 ? "all bars reached" : `${missed} bars missed`);
} finally {
  await kept.stop();
}
