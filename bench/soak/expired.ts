import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, sql } from "../../server/src/platform/db/index.ts";
import { textAt, valueAt } from "../../server/test/harness/json.ts";
import type { Home, ServerProcess } from "../../server/test/harness/processes.ts";
import { verify } from "./verify.ts";

const perStatement = 100_000;
const patienceMs = 3_600_000;

/** A service user's token for the product's own API, and the session row behind it. */
async function makeToken(server: ServerProcess): Promise<string> {
  const machine = await server.call("POST", "/management/v1/users/machine", { userName: "t", name: "T" });
  const userId = textAt(machine.body, "userId");
  const { body } = await server.call("PUT", `/management/v1/users/${userId}/secret`, {});
  const client = { id: textAt(body, "clientId"), secret: textAt(body, "clientSecret") };
  const scope = "openid urn:zitadel:iam:org:project:id:zitadel:aud";
  const issued = await server.form("/oauth/v2/token", { grant_type: "client_credentials", scope }, client);
  return textAt(issued.body, "access_token");
}

/** Puts so many expired tokens beside one that lives, and lets the hourly job forget them. */
export async function forgetExpired(home: Home, count: number): Promise<readonly string[]> {
  const server = await home.start();
  const database = await openDatabase({
    url: home.databaseUrl(),
    localMs: Date.now,
    statementTimeoutMs: 300_000,
  });
  const token = await makeToken(server);
  for (let from = 0; from < count; from += perStatement) {
    const copies = sql`generate_series(${from + 1}::int, ${Math.min(from + perStatement, count)}::int) as n`;
    await database.query(sql`insert into heads
      select instance_id, aggregate_type, 'copy ' || n, owner, sequence from heads, ${copies}
      where aggregate_type = 'oidc_session' and aggregate_id not like 'copy %'`);
    await database.query(sql`
      insert into events (instance_id, aggregate_type, aggregate_id, sequence, unit, entity_id, type, payload, sealed,
        creator, owner, created_at)
      select instance_id, aggregate_type, 'copy ' || n, sequence, unit, entity_id, type, payload, sealed,
        creator, owner, created_at from events, ${copies}
      where aggregate_type = 'oidc_session' and aggregate_id not like 'copy %'`);
    await database.query(sql`insert into oidc_sessions
      select (jsonb_populate_record(t, jsonb_build_object('aggregate_id', 'copy ' || n,
        'ends_at', now() - interval '2 days'))).* from oidc_sessions t, ${copies}
      where t.aggregate_id not like 'copy %'`);
  }
  await database.query(sql`update jobs set run_at = now() where task = 'purge'`);
  const faults = await watch(server, token, async () => {
    const [row] = await database.query(
      sql`select 1 from oidc_sessions where aggregate_id like 'copy %' limit 1`,
    );
    return row === undefined;
  });
  await database.close();
  return [...faults, ...(await verify(home))];
}

/** The living token is good all the while. */
async function watch(server: ServerProcess, token: string, isOver: () => Promise<boolean>) {
  const faults: string[] = [];
  const late = performance.now() + patienceMs;
  let slowestMs = 0;
  while (!(await isOver())) {
    if (performance.now() > late) return [...faults, "not forgotten within an hour"];
    const asked = performance.now();
    const { status, body } = await server.call("GET", "/oidc/v1/userinfo", undefined, token);
    slowestMs = Math.max(slowestMs, performance.now() - asked);
    if (status !== 200 || valueAt(body, "sub") === undefined) faults.push(`userinfo answered ${status}`);
    await sleep(50);
  }
  console.log(`  the slowest userinfo meanwhile took ${Math.round(slowestMs)} ms`);
  return faults;
}
