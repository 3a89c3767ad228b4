import { setTimeout as sleep } from "node:timers/promises";
import { sqlState } from "../errors.ts";
import { openSession, type Session } from "../session.ts";
import { type Sql, sql } from "../sql.ts";
import { databaseName, roleName, socketUrl } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./error.ts";

/**
 * Who uses an embedded server is written in advisory locks on its maintenance database: they end with the
 * session, so no crash leaves one behind. The owner holds `ownerLock` alone; everybody, owner or guest, shares
 * `presenceLock`, so that the last to leave can tell and switches the server off.
 */
const lockClass = 0x67617465;
const ownerLock = 1;
const presenceLock = 2;

export interface Identity {
  readonly pid: number;
  readonly host: string;
}

export interface Claim {
  readonly session: Session;
  /** True when nobody else, owner or guest, uses the server. */
  isAlone(): Promise<boolean>;
}

const adminSettings = { lock_timeout: "5s", statement_timeout: "60s" };

async function openAdmin(socketFolder: string, purpose: string, localMs: () => number): Promise<Session> {
  return openSession({
    url: socketUrl(socketFolder, "postgres"),
    purpose,
    settings: adminSettings,
    nameOf: () => undefined,
    stallMs: 0,
    connectTimeoutMs: 3_000,
    ownSession: true,
    localMs,
  });
}

async function isTrue(session: Session, statement: Sql): Promise<boolean> {
  const { rows } = await session.query(statement);
  return rows[0]?.["ok"] === true;
}

async function describeOwner(session: Session): Promise<string> {
  const { rows } = await session.query(sql`
    select a.application_name as name, a.backend_start as since
    from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.classid = ${lockClass} and l.objid = ${ownerLock} and l.granted`);
  const owner = /owner (\d+)@(.*)$/.exec(String(rows[0]?.["name"]));
  const since = rows[0]?.["since"];
  if (owner === null || !(since instanceof Date)) return "another process";
  return `process ${owner[1]} on ${owner[2]}, since ${since.toISOString()}`;
}

/** A predecessor that was just killed is gone once the server has noticed. */
const ownerPatienceMs = 1_000;
const retryMs = 25;

async function takeOwnership(session: Session, dataDir: string): Promise<void> {
  const attempt = sql`select pg_try_advisory_lock(${lockClass}, ${ownerLock}) as ok`;
  for (let waitedMs = 0; waitedMs <= ownerPatienceMs; waitedMs += retryMs) {
    if (await isTrue(session, attempt)) return;
    await sleep(retryMs);
  }
  throw new EmbeddedDatabaseError(
    "in_use",
    `The data directory ${dataDir} is in use by ${await describeOwner(session)}. Stop that process first, or give ` +
      "this one a --data-dir of its own. For more processes on one database use --workers or --database-url",
  );
}

async function createDatabase(session: Session): Promise<void> {
  const { rows } = await session.query(sql`select 1 from pg_database where datname = ${databaseName}`);
  if (rows.length > 0) return;
  try {
    await session.query({ text: `create database ${databaseName} owner ${roleName}`, values: [] }, false);
  } catch (error) {
    // Two guests at once: the second hears that it exists, or in the very same moment that its name does.
    if (!["42P04", "23505"].includes(sqlState(error) ?? "")) throw error;
  }
}

/**
 * Enters as owner or as guest.
 * @throws EmbeddedDatabaseError `in_use` when there is an owner already, saying who
 */
export async function enter(
  role: "owner" | "guest",
  socketFolder: string,
  dataDir: string,
  identity: Identity,
  localMs: () => number,
): Promise<Claim> {
  const session = await openAdmin(socketFolder, `${role} ${identity.pid}@${identity.host}`, localMs);
  try {
    await session.query(sql`select pg_advisory_lock_shared(${lockClass}, ${presenceLock})`);
    if (role === "owner") await takeOwnership(session, dataDir);
    await createDatabase(session);
  } catch (error) {
    await session.close();
    throw error;
  }
  return {
    session,
    // One's own shared lock does not stand in the way of one's own exclusive one.
    isAlone: () => isTrue(session, sql`select pg_try_advisory_lock(${lockClass}, ${presenceLock}) as ok`),
  };
}
