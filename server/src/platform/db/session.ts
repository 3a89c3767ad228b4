import pg from "pg";
import type { Failure } from "#src/platform/failure/index.ts";
import type { Result } from "./asking.ts";
import { createClock, type MeasuredClock } from "./clock.ts";
import { closed, connectionLost, toFailure } from "./errors.ts";
import { createPipeline } from "./pipeline.ts";
import { type Sql, sql } from "./sql.ts";
import { columnTypes } from "./types.ts";

/** PostgreSQL settings of a session, such as `lock_timeout: "1s"`. */
export type Settings = Readonly<Record<string, string>>;

export interface SessionOptions {
  readonly url: string;
  /** Shown in pg_stat_activity as `gatehouse <purpose>`. */
  readonly purpose: string;
  readonly settings: Settings;
  /** The name under which a text is prepared; undefined = not prepared. */
  readonly nameOf: (text: string) => string | undefined;
  /** A session with work under way that hears nothing for this long is taken for dead; 0 = never. */
  readonly stallMs: number;
  readonly connectTimeoutMs: number;
  /** False behind a pooler that hands the server session to somebody else after each transaction. */
  readonly ownSession: boolean;
  readonly localMs: () => number;
}

/** One client of its own, pipelined: statements are sent at once and answered in order. */
export interface Session {
  readonly clock: MeasuredClock;
  readonly serverPid: number;
  readonly serverVersion: number;
  inFlight(): number;
  isOpen(): boolean;
  /** @param named false to send it without preparing it */
  query(statement: Sql, named?: boolean): Promise<Result>;
  /** Sends all in one go; waits for every answer, then throws the first error in order of sending. */
  send(statements: readonly Sql[]): Promise<readonly Result[]>;
  /** Settles once the session has ended, with the reason. */
  readonly lost: Promise<Failure>;
  /** Takes no more work, lets what is under way finish, and ends. */
  close(): Promise<void>;
}

/**
 * PostgreSQL keeps the plan of a prepared statement until there are new statistics; what it was for an empty table would
 * stay while that fills. So what `query` asks is planned again when plans are older than this. What `send` does is the
 * lanes', whose settings leave no other plan.
 */
const maxPlanAgeMs = 10_000;

const clockStatement = sql`select extract(epoch from clock_timestamp()) * 1000 as ms`;

function createClient(options: SessionOptions): pg.Client {
  return new pg.Client({
    connectionString: options.url,
    application_name: `gatehouse ${options.purpose}`.slice(0, 63),
    connectionTimeoutMillis: options.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    pipeline: true,
    types: columnTypes,
  });
}

/** Applies the settings and refuses servers that cannot be written to. @returns the server's version, such as 180004 */
async function prepareSession(client: pg.Client, options: SessionOptions): Promise<number> {
  const settings = options.ownSession ? Object.entries(options.settings) : [];
  const applied = settings.map((_, n) => `, set_config($${2 * n + 1}, $${2 * n + 2}, false)`).join("");
  const { rows } = await client.query<{ standby: boolean; version: string }>(
    `select pg_is_in_recovery() as standby, current_setting('server_version_num') as version${applied}`,
    settings.flat(),
  );
  if (rows[0]?.standby !== false) throw new Error("the database server is a standby");
  return Number(rows[0].version);
}

/** @returns to be called before each statement that may be planned */
function createPlanAge({ localMs }: SessionOptions, discard: () => void): () => void {
  let plannedAt = localMs();
  return () => {
    const now = localMs();
    if (Math.abs(now - plannedAt) <= maxPlanAgeMs) return;
    plannedAt = now;
    discard();
  };
}

/** Whether a session is open, and its end: heard once, with its reason. */
function createLifecycle(client: pg.Client) {
  let isOpen = false;
  let settle: (reason: Failure) => void = () => undefined;
  const lost = new Promise<Failure>((resolve) => {
    settle = resolve;
  });
  const finish = (cause: unknown): void => {
    isOpen = false;
    settle(connectionLost(cause));
  };
  client.on("error", finish);
  client.on("end", () => finish(closed()));
  return {
    lost,
    isOpen: () => isOpen,
    begin() {
      isOpen = true;
    },
    /** What is under way is still answered. */
    retire(cause: unknown): void {
      if (isOpen) client.end().catch(() => undefined);
      finish(cause);
    },
    async close(): Promise<void> {
      isOpen = false;
      await client.end();
    },
  };
}

/**
 * Opens a session.
 * @throws Failure `unavailable` when the server is away, starting, full or a standby; the server's own
 *         error when it refuses us (password, missing database).
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const client = createClient(options);
  const { lost, isOpen, begin, retire, close } = createLifecycle(client);
  const { nameOf, stallMs } = options;
  const pipeline = createPipeline({ client, nameOf, stallMs, isOpen, retire });
  const clock = createClock(async () => {
    const { rows } = await pipeline.query(clockStatement, true);
    return Number(rows[0]?.["ms"]);
  }, options.localMs);
  try {
    await client.connect();
    const serverVersion = await prepareSession(client, options);
    begin();
    await clock.measure();
    // The driver has the server's process id, its types do not.
    const serverPid = Number(Reflect.get(client, "processID"));
    const age = createPlanAge(options, () => {
      // Should it fail, so does what follows.
      pipeline.query(sql`discard plans`, false).catch(() => undefined);
    });
    const query: Session["query"] = (statement, named = true) => {
      age();
      return pipeline.query(statement, named);
    };
    const { inFlight, send } = pipeline;
    return { clock, serverPid, serverVersion, inFlight, isOpen, query, send, lost, close };
  } catch (error) {
    client.end().catch(() => undefined);
    throw toFailure(error);
  }
}
