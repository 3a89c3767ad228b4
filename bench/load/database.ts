/** The full database that `bench/access.ts` measures: one large instance, and smaller ones beside it in the same tables. */
import { entities } from "../../server/src/app/parts.ts";
import { createSecrets, parseMasterKeys } from "../../server/src/platform/crypto/index.ts";
import { openDatabase, sql } from "../../server/src/platform/db/index.ts";
import { type OpenStore, openStore } from "../../server/src/platform/eventstore/index.ts";
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

export interface Place {
  readonly url: string;
  readonly masterKey: string;
}

interface Home {
  readonly instance_id: string;
  readonly aggregate_id: string;
  readonly orgs: number;
}

/** The first organization of each instance, the oldest instance first. */
const homes = sql`select i.aggregate_id as instance_id, min(o.aggregate_id) as aggregate_id, count(*)::int as orgs
  from instances i join orgs o on o.instance_id = i.aggregate_id group by 1 order by min(i.created_at)`;

/** Fills what is not filled yet. @param server one on that database which knows the operator */
export async function fillDatabase(server: BenchServer, place: Place, amount: FullAmount): Promise<void> {
  const database = await openDatabase({ url: place.url, localMs: Date.now });
  const secrets = createSecrets({ keys: parseMasterKeys(place.masterKey) });
  const store = await openStore({ database, entities, secrets, localMs: Date.now });
  try {
    const there = await database.query<Home>(homes);
    await addInstances(server, amount.instances - there.length);
    const [large, ...others] = await database.query<Home>(homes);
    if (large === undefined) throw new Error("there is no instance");
    const filled =
      (await fillOne(store, large, amount)) +
      (await fillEach(store, others, { ...amount, orgs: amount.orgsOfOthers }));
    if (filled > 0) {
      // Takes longer than a query may.
      const session = await database.connect("bench");
      await session.query(sql`vacuum analyze`);
      await session.close();
    }
    const total = (await database.query<Home>(homes)).reduce((sum, { orgs }) => sum + orgs, 0);
    console.log(`${others.length + 1} instances, ${total} organizations`);
  } finally {
    await store.close();
    await database.close();
  }
}

async function addInstances(server: BenchServer, missing: number): Promise<void> {
  const authorization = `Bearer ${await operatorToken(server.url)}`;
  for (let n = 0; n < missing; n += 1)
    await call(server, createInstancePath.slice(1), newInstance(Date.now() + n), { authorization });
}

async function fillEach(store: OpenStore, homesOf: readonly Home[], amount: Amount): Promise<number> {
  let filled = 0;
  for (const home of homesOf) filled += await fillOne(store, home, amount);
  return filled;
}

/** @returns how many organizations were added: none where it is full already */
async function fillOne(store: OpenStore, home: Home, amount: Amount): Promise<number> {
  if (home.orgs >= amount.orgs) return 0;
  const filled = await fill(store, home.instance_id, home.aggregate_id, amount);
  if (filled.orgs > 100)
    console.log(
      `${filled.orgs} organizations, ${filled.users} users, ${filled.grants} grants in ${filled.seconds.toFixed(0)} s: ` +
        `${Math.round(filled.eventsPerSecond)} events/s through the bulk lane`,
    );
  return filled.orgs;
}
