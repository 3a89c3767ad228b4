import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, Database } from "../database.ts";
import { sqlState } from "../errors.ts";
import { type Sql, sql } from "../sql.ts";
import {
  type Applied,
  checksum,
  type Migration,
  MigrationError,
  pendingMigrations,
  type SchemaArea,
} from "./migration.ts";

export interface MigrateOptions {
  /** Hears of each step before it runs: "eventstore 3: add the feed's index". */
  readonly onStep?: (description: string) => void;
  /** How long to wait for another node's migration, in milliseconds; 10 minutes by default. */
  readonly patienceMs?: number;
  /** How often a step that finds its tables locked tries again; 60 times by default. */
  readonly lockAttempts?: number;
  /** How long derived statements may be begun in one transaction, in milliseconds; 5 seconds by default. */
  readonly longestMs?: number;
}

const lockKey = 0x6d696772;
const lockTimeout = "1s";
const pauseMs = 250;
const defaultPatienceMs = 600_000;
const defaultLockAttempts = 60;
const defaultLongestMs = 5_000;

/** One migration at a time over all nodes; the lock ends with the connection. */
async function lock(connection: Connection, patienceMs: number): Promise<void> {
  for (let waitedMs = 0; waitedMs <= patienceMs; waitedMs += pauseMs) {
    const [row] = await connection.query<{ ok: boolean }>(sql`select pg_try_advisory_lock(${lockKey}) as ok`);
    if (row?.ok === true) return;
    await sleep(pauseMs);
  }
  throw new MigrationError("another process is still migrating this database");
}

async function checkDatabase(connection: Connection): Promise<void> {
  const [row] = await connection.query<{ encoding: string; version: string }>(
    sql`select current_setting('server_encoding') as encoding, current_setting('server_version') as version`,
  );
  if (row === undefined || row.encoding !== "UTF8") {
    throw new MigrationError(`the database's encoding is ${row?.encoding}, it must be UTF8`);
  }
  if (Number.parseInt(row.version, 10) < 15) {
    throw new MigrationError(`the database is PostgreSQL ${row.version}, it must be 15 or newer`);
  }
}

const tableOfSteps = sql`
  create table if not exists migrations (
    area text not null, number int not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), primary key (area, number))`;

const record = (area: string, step: Migration): Sql => sql`
  insert into migrations (area, number, name, checksum)
  values (${area}, ${step.number}, ${step.name}, ${checksum(step)})`;

/** The table is locked, or we were the victim of a deadlock. */
const isLocked = (error: unknown): boolean => ["55P03", "40P01"].includes(sqlState(error) ?? "");

/**
 * All statements or none, as far as they are begun within `longest`. A locked table is not waited for longer than a
 * second, since everybody else would queue behind us; we step aside and try again.
 * @returns how many statements were run
 */
async function inTransaction(
  connection: Connection,
  statements: readonly Sql[],
  attempts: number,
  longestMs = Number.POSITIVE_INFINITY,
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    const end = performance.now() + longestMs;
    let done = 0;
    try {
      await connection.query(sql`begin`);
      for (const statement of statements) {
        if (done > 0 && performance.now() > end) break;
        await connection.query(statement);
        done += 1;
      }
      await connection.query(sql`commit`);
      return done;
    } catch (error) {
      if (connection.isOpen()) await connection.query(sql`rollback`);
      if (!isLocked(error) || attempt >= attempts) throw error;
      await sleep(pauseMs);
    }
  }
}

async function alone(connection: Connection, statement: Sql, attempts: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await connection.query(statement);
      return;
    } catch (error) {
      if (!isLocked(error) || attempt >= attempts) throw error;
      await sleep(pauseMs);
    }
  }
}

async function migrateArea(
  connection: Connection,
  schema: SchemaArea,
  options: MigrateOptions,
): Promise<void> {
  const attempts = options.lockAttempts ?? defaultLockAttempts;
  const applied = await connection.query<Applied>(
    sql`select number, checksum from migrations where area = ${schema.area}`,
  );
  for (const step of pendingMigrations(schema, applied)) {
    options.onStep?.(`${schema.area} ${step.number}: ${step.name}`);
    if (step.withoutTransaction) {
      for (const statement of step.statements) await alone(connection, statement, attempts);
      await alone(connection, record(schema.area, step), attempts);
    } else {
      await inTransaction(connection, [...step.statements, record(schema.area, step)], attempts);
    }
  }
  const derived = (await schema.derive?.(connection)) ?? [];
  // Indexes of large tables take minutes. What a start that is stopped has made of them stays, and the rest is heard of.
  for (let done = 0; done < derived.length; ) {
    options.onStep?.(`${schema.area}: ${derived.length - done} derived statements`);
    done += await inTransaction(
      connection,
      derived.slice(done),
      attempts,
      options.longestMs ?? defaultLongestMs,
    );
  }
}

/**
 * Brings the schema up to date: forward only, one node at a time, each step once.
 * @throws MigrationError when this code and this database do not fit; the server's error of a failed step,
 *         which has then left nothing behind
 */
export async function migrate(
  database: Database,
  areas: readonly SchemaArea[],
  options: MigrateOptions = {},
): Promise<void> {
  const connection = await database.connect("migration", { lock_timeout: lockTimeout });
  try {
    await checkDatabase(connection);
    await lock(connection, options.patienceMs ?? defaultPatienceMs);
    await alone(connection, tableOfSteps, options.lockAttempts ?? defaultLockAttempts);
    for (const area of areas) await migrateArea(connection, area, options);
  } finally {
    await connection.close();
  }
}
