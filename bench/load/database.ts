/** The full database that `bench/access.ts` measures: one large instance, and smaller ones beside it in the same tables. */
import { type Database, sql } from "../../server/src/platform/db/index.ts";
import type { OpenStore } from "../../server/src/platform/eventstore/index.ts";
import { call } from "../call.ts";
import { createInstancePath, newInstance, operatorToken } from "../operator.ts";
import type { BenchServer } from "../server.ts";
import { type Amount, fill } from "./fill.ts";

export interface FullAmount extends Amount {
  /** With the large one, which alone has as much as the bars are for. */
  readonly instances: number;
  /** Of each of the smaller ones. */
  readonly orgsOfOthers: number;
}

interface Home {
  readonly instance_id: string;
  readonly aggregate_id: string;
  readonly orgs: number;
}

/** The first organization of each instance, the oldest instance first. */
export const homesOf = (database: Database): Promise<readonly Home[]> =>
  database.query<Home>(sql`
    select i.aggregate_id as instance_id, min(o.aggregate_id) as aggregate_id, count(*)::int as orgs
    from instances i join orgs o on o.instance_id = i.aggregate_id group by 1 order by min(i.created_at)`);

/** Fills what is not filled yet. @param server one on that database which knows the operator */
export async function fillDatabase(
  server: BenchServer,
  store: OpenStore,
  database: Database,
  amount: FullAmount,
): Promise<void> {
  const there = await homesOf(database);
  await addInstances(server, amount.instances - there.length);
  const [large, ...others] = await homesOf(database);
  if (large === undefined) throw new Error("there is no instance");
  await fillOne(store, large, amount);
  for (const home of others) await fillOne(store, home, { ...amount, orgs: amount.orgsOfOthers });
  const total = (await homesOf(database)).reduce((sum, { orgs }) => sum + orgs, 0);
  console.log(`${others.length + 1} instances, ${total} organizations`);
}

async function addInstances(server: BenchServer, missing: number): Promise<void> {
  const authorization = `Bearer ${await operatorToken(server.url)}`;
  for (let n = 0; n < missing; n += 1)
    await call(server, createInstancePath.slice(1), newInstance(Date.now() + n), { authorization });
}

/** Leaves alone what is full already. */
async function fillOne(store: OpenStore, home: Home, amount: Amount): Promise<void> {
  if (home.orgs >= amount.orgs) return;
  const filled = await fill(store, home.instance_id, home.aggregate_id, amount);
  if (filled.orgs > 100)
    console.log(
      `${filled.orgs} organizations, ${filled.users} users, ${filled.grants} grants in ${filled.seconds.toFixed(0)} s: ` +
        `${Math.round(filled.eventsPerSecond)} events/s through the bulk lane`,
    );
}
