import type { Failure } from "#src/platform/failure/index.ts";
import type { Result } from "./asking.ts";
import { isStaleStatement, outOfRoom, tooLong } from "./errors.ts";
import { createPool, type Pool } from "./pool.ts";
import { openSession, type Session, type SessionOptions, type Settings } from "./session.ts";
import type { Sql } from "./sql.ts";
import { createStatementNames } from "./statement.ts";

export interface DatabaseOptions {
  /** `postgres://user:password@host:port/name?sslmode=…`, or `postgres://user@/name?host=/socket/folder`. */
  readonly url: string;
  /** Where sessions of their own (`connect`) go when `url` is a pooler in transaction mode. */
  readonly directUrl?: string;
  /** Pooled sessions, opened as they are needed; 4 by default, 4 to 8 are sensible. */
  readonly poolSize?: number;
  /** False where prepared statements have no home, as behind pgbouncer before 1.21. */
  readonly prepare?: boolean;
  /** Longest run of one pooled statement in milliseconds; 10,000 by default. */
  readonly statementTimeoutMs?: number;
  /** How long a query waits for a database that is away, in milliseconds; 3,000 by default. */
  readonly connectTimeoutMs?: number;
  /** This machine's clock in milliseconds since the epoch. */
  readonly localMs: () => number;
}

/** A session of one's own, for what needs its own transaction, settings or locks. Reconnecting is the owner's. */
export interface Connection {
  readonly purpose: string;
  /** The server process, as in pg_stat_activity. */
  readonly serverPid: number;
  query<T extends object>(statement: Sql): Promise<readonly T[]>;
  /**
   * Sends several statements in one go and waits for all answers.
   * @throws the first error in order; a `commit` of a failed transaction answers with the command ROLLBACK.
   */
  send(statements: readonly Sql[]): Promise<readonly Result[]>;
  /** The database's time. */
  now(): Date;
  isOpen(): boolean;
  /** Settles, never rejects, when the session is over; also after `close`. */
  readonly lost: Promise<Failure>;
  close(): Promise<void>;
}

export interface Database {
  /** One statement in a transaction of its own, on any pooled session. */
  query<T extends object>(statement: Sql, options?: { readonly prepare?: false }): Promise<readonly T[]>;
  /** Statements that travel together, over one session; each answers or fails for itself. */
  queryEach(statements: readonly Sql[]): readonly Promise<readonly object[]>[];
  /** @param settings of the session, such as `{ lock_timeout: "1s" }`; statement_timeout is off unless given */
  connect(purpose: string, settings?: Settings): Promise<Connection>;
  /** The database's time; exact to about half a round trip. */
  now(): Date;
  /** Such as 180004 for 18.4. */
  readonly serverVersion: number;
  close(): Promise<void>;
}

/** `statement_timeout` in milliseconds; 0 where there is none. */
function milliseconds(setting: string | undefined): number {
  const match = /^(\d+)\s*(ms|s|min)?$/.exec(setting ?? "0");
  if (match === null) throw new Error(`not a duration: ${setting}`);
  const factor = match[2] === "s" ? 1_000 : match[2] === "min" ? 60_000 : 1;
  return Number(match[1]) * factor;
}

/** After the server should have given up, so much longer is waited for its word. */
const stallGraceMs = 5_000;

/**
 * Of every session. The server notices dead clients by itself within this many milliseconds (TCP only). Statements are
 * short and many: compiling one, as PostgreSQL does where it expects much of it, takes longer than running it.
 */
const everySession: Settings = {
  jit: "off",
  tcp_user_timeout: "10000",
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "3",
};

function toConnection(session: Session, purpose: string): Connection {
  return {
    purpose,
    serverPid: session.serverPid,
    // Row types are the caller's claim about its own statement, here and in `Database.query`.
    query: async <T extends object>(statement: Sql) => {
      const { rows } = await session.query(statement);
      return rows as readonly T[];
    },
    send: (statements) => session.send(statements),
    now: () => session.clock.now(),
    isOpen: () => session.isOpen(),
    lost: session.lost,
    close: () => session.close(),
  };
}

type Picked = ReturnType<Pool["pick"]>;

async function ask(picked: Picked, statement: Sql, named: boolean): Promise<readonly object[]> {
  const session = picked instanceof Promise ? await picked : picked;
  return (await session.query(statement, named)).rows;
}

/** Reads on, once, after a migration made a prepared statement stale; it did not run then. */
async function queryPool(
  pool: Pool,
  picked: Picked,
  statement: Sql,
  named: boolean,
): Promise<readonly object[]> {
  try {
    return await ask(picked, statement, named);
  } catch (error) {
    if (!isStaleStatement(error)) throw outOfRoom(error) ?? tooLong(error) ?? error;
    return ask(pool.pick(), statement, false);
  }
}

type Common = Pick<SessionOptions, "nameOf" | "connectTimeoutMs" | "localMs">;

function pooled(options: DatabaseOptions, common: Common): SessionOptions {
  const statementTimeoutMs = options.statementTimeoutMs ?? 10_000;
  const settings: Settings = {
    ...everySession,
    statement_timeout: String(statementTimeoutMs),
    idle_in_transaction_session_timeout: "10s",
  };
  const ownSession = options.prepare !== false;
  return {
    ...common,
    url: options.url,
    purpose: "pool",
    settings,
    stallMs: statementTimeoutMs + stallGraceMs,
    ownSession,
  };
}

function dedicated(options: DatabaseOptions, common: Common, purpose: string, own: Settings): SessionOptions {
  const timeoutMs = milliseconds(own["statement_timeout"]);
  return {
    ...common,
    url: options.directUrl ?? options.url,
    purpose,
    settings: { ...everySession, ...own },
    stallMs: timeoutMs === 0 ? 0 : timeoutMs + stallGraceMs,
    ownSession: true,
  };
}

/**
 * Connects to a database.
 * @throws Failure `unavailable` when it is away for longer than `connectTimeoutMs`.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const common: Common = {
    nameOf: options.prepare === false ? () => undefined : createStatementNames(),
    connectTimeoutMs: options.connectTimeoutMs ?? 3_000,
    localMs: options.localMs,
  };
  const pool = await createPool(pooled(options, common), options.poolSize ?? 4);
  const connections = new Set<Session>();
  return {
    query: async <T extends object>(statement: Sql, how?: { readonly prepare?: false }) =>
      (await queryPool(pool, pool.pick(), statement, how?.prepare !== false)) as readonly T[],
    queryEach(statements) {
      const picked = pool.pick();
      return statements.map((statement) => queryPool(pool, picked, statement, true));
    },
    async connect(purpose, settings = {}) {
      const session = await openSession(dedicated(options, common, purpose, settings));
      connections.add(session);
      void session.lost.then(() => connections.delete(session));
      return toConnection(session, purpose);
    },
    now: () => pool.clock().now(),
    serverVersion: pool.serverVersion,
    async close() {
      await Promise.all([pool.close(), ...[...connections].map((session) => session.close())]);
    },
  };
}
