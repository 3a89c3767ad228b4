/** Forgetting at a size that shows what it costs: 30,000 expired tokens and sessions beside those that live. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSession, Session } from "#src/domains/session/index.ts";
import { issueTokens, OidcSession, verifyAccessToken } from "#src/domains/token/index.ts";
import { createMachine } from "#src/domains/user/index.ts";
import { identifier, join, type Sql, sql } from "#src/platform/db/index.ts";
import { type AnyEntity, openStore, verify } from "#src/platform/eventstore/index.ts";
import { analyze, plansOf, readsTooMuch, record } from "#test/harness/plans.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { tasksOf } from "./jobs.ts";
import { entities } from "./parts.ts";

let tenant: Tenant;
let userId: string;
let token: string;
beforeAll(async () => {
  tenant = await createTenant();
  const ctx = tenant.ctx();
  const { orgId } = tenant.created;
  const machine = await createMachine(ctx, { orgId, userName: "tireless", name: "Tireless" });
  userId = machine.aggregateId;
  const issued = await issue();
  token = issued.accessToken;
  const session = await createSession(ctx, { checks: { user: { userId } } });
  await copyExpired(OidcSession, issued.oidcSessionId, 20_000);
  await copyExpired(Session, session.row.aggregateId, 10_000);
  await tenant.database.query(analyze);
});
afterAll(() => tenant.close());

const issue = () =>
  issueTokens(tenant.ctx(), {
    userId,
    userOrgId: tenant.created.orgId,
    sessionId: "",
    clientId: "c",
    audience: [],
    scope: ["openid"],
    authMethods: [],
    authTime: new Date().toISOString(),
    reason: 4,
    withRefreshToken: false,
  });

/** The same under other ids, with one event each, whose rows ended two days ago. */
async function copyExpired({ table, aggregate }: AnyEntity, id: string, count: number): Promise<void> {
  const copies = sql`generate_series(1, ${count}::int) as n`;
  const of = sql`aggregate_type = ${aggregate} and aggregate_id = ${id}`;
  await tenant.database.query(sql`insert into heads
    select instance_id, aggregate_type, 'copy ' || n, owner, sequence from heads, ${copies} where ${of}`);
  await tenant.database.query(sql`
    insert into events (instance_id, aggregate_type, aggregate_id, sequence, unit, entity_id, type, payload, sealed,
      creator, owner, created_at)
    select instance_id, aggregate_type, 'copy ' || n, sequence, unit, entity_id, type, payload, sealed,
      creator, owner, created_at from events, ${copies} where ${of} and sequence = 1`);
  await tenant.database.query(sql`insert into subject_keys
    select instance_id, subject_type, 'copy ' || n, user_id, key from subject_keys, ${copies}
    where subject_type = ${aggregate} and subject_id = ${id}`);
  await tenant.database.query(sql`insert into ${identifier(table)}
    select (jsonb_populate_record(t, jsonb_build_object('aggregate_id', 'copy ' || n,
      'ends_at', now() - interval '2 days'))).* from ${identifier(table)} t, ${copies} where t.aggregate_id = ${id}`);
}

const left = async (entity: AnyEntity) =>
  tenant.store.count(entity, tenant.created.instanceId, sql`t.aggregate_id like 'copy %'`);
const job = (task: string, payload: object = {}) => ({
  id: "1",
  instanceId: task === "purge" ? "" : tenant.created.instanceId,
  task,
  payload,
  attempt: 1,
});

/** The tasks over a database that remembers what it was asked. */
async function recordedTasks() {
  const { database, sent } = record(tenant.database);
  const store = await openStore({ database, entities, secrets: tenant.secrets, localMs: Date.now });
  return { tasks: tasksOf({ ...tenant, store, database }, tenant.origin), sent, close: () => store.close() };
}

test("30,000 expired tokens and sessions go in small transactions, while others work, and what lives stays", async () => {
  const { tasks, sent, close } = await recordedTasks();
  expect([await left(OidcSession), await left(Session)]).toEqual([20_000, 10_000]);
  let isOver = false;
  const purging = (async () => {
    let runs = 1;
    while ((await tasks["purge"]?.run(job("purge"))) === "again") runs += 1;
    isOver = true;
    return runs;
  })();
  const made: string[] = [];
  while (!isOver) {
    const { oidcSessionId } = await issue();
    made.push(oidcSessionId);
    expect(await verifyAccessToken(tenant.ctx(), token)).toMatchObject({ kind: "access_token" });
  }
  // Each run leaves others their turn.
  expect(await purging).toBeGreaterThan(2);
  expect([await left(OidcSession), await left(Session)]).toEqual([0, 0]);
  expect(made.length).toBeGreaterThan(1);
  expect(
    await tenant.store.count(
      OidcSession,
      tenant.created.instanceId,
      sql`t.aggregate_id = any(${made}::text[])`,
    ),
  ).toBe(made.length);
  const deleted = sent.filter(({ statement }) => statement.text.includes("delete from heads"));
  expect(deleted.length).toBeGreaterThanOrEqual(60);
  for (const { statement } of deleted)
    for (const list of statement.values.filter(Array.isArray)) expect(list.length).toBeLessThanOrEqual(500);
  await close();
});

test("after it history and rows agree, and nothing hangs about", async () => {
  const { problems, aggregates } = await verify({
    database: tenant.database,
    entities,
    secrets: tenant.secrets,
  });
  expect(problems).toEqual([]);
  expect(aggregates).toBeGreaterThan(5);
  const [hanging] = await tenant.database.query<{ total: number }>(sql`
    select (select count(*) from events where aggregate_id like 'copy %')
      + (select count(*) from heads where aggregate_id like 'copy %')
      + (select count(*) from subject_keys where subject_id like 'copy %') as total`);
  expect(Number(hanging?.total)).toBe(0);
});

/** So many rows in each table asked for that it matters how they are found. No history stands behind them. */
async function crowd(asked: string): Promise<void> {
  const { instanceId } = tenant.created;
  const common = { entity_id: "", sequence: 1, state: {}, state_version: 1 };
  for (const { table, columns = {} } of entities.filter((entity) => asked.includes(` ${entity.table} t`))) {
    const own = Object.entries(columns).map(([name, { type }]) => sql`${name}::text, ${variety(type)}`);
    const varied = join([sql`'aggregate_id', 'crowd ' || n`, sql`'owner', 'owner ' || n`, ...own], ", ", "");
    await tenant.database.query(sql`insert into ${identifier(table)}
      select (jsonb_populate_record(null::${identifier(table)}, ${JSON.stringify({ ...common, instance_id: instanceId })}::jsonb
        || jsonb_build_object('created_at', now(), 'changed_at', now(), ${varied}))).*
      from generate_series(1, 500) as n`);
  }
  await tenant.database.query(sql`
    insert into job_deliveries (job_id, attempt, instance_id, task, payload, outcome, finished_at)
    select 1000000 + n, 1, ${instanceId}, 't', '{}', 'done', now() from generate_series(1, 1000) as n`);
  await tenant.database.query(sql`insert into rate_limits (instance_id, key, free_at, window_seconds)
    select ${instanceId}, n::text, now() + interval '1 day', 1 from generate_series(1, 1000) as n`);
  await tenant.database.query(sql`insert into single_uses (instance_id, key, expires_at)
    select ${instanceId}, n::text, now() + interval '1 day' from generate_series(1, 1000) as n`);
  await tenant.database.query(analyze);
}

/** A value of its own for each row, as JSON. */
function variety(type: string): Sql {
  if (type === "text[]") return sql`jsonb_build_array('value ' || n)`;
  if (type.startsWith("timestamp")) return sql`now() + n * interval '1 minute'`;
  if (type === "text") return sql`'value ' || n`;
  return type === "boolean" ? sql`n % 2 = 0` : sql`n`;
}

test("no statement of the purge and of the cleanups reads a table, or an instance, whole", async () => {
  const ended = await createSession(tenant.ctx(), { checks: { user: { userId } } });
  await tenant.database.query(
    sql`update sessions set ends_at = now() - interval '2 days' where aggregate_id = ${ended.row.aggregateId}`,
  );
  const { tasks, sent, close } = await recordedTasks();
  await tasks["purge"]?.run(job("purge"));
  const payload = { orgId: "1", userId, projectId: "1", key: "k" };
  for (const task of ["org.cleanup", "user.cleanup", "project.cleanup", "project.role.cleanup"])
    expect(await tasks[task]?.run(job(task, payload))).toBeDefined();
  await close();
  await crowd(sent.map(({ statement }) => statement.text).join());
  const planned = await plansOf(tenant.database, sent);
  expect(planned.length).toBeGreaterThan(20);
  const bad = planned
    .map(({ text, plans }) => ({ text: text.trim().slice(0, 200), plans: plans.filter(readsTooMuch) }))
    .filter(({ plans }) => plans.length > 0);
  expect(bad).toEqual([]);
});
