import pg from "pg";
import type { Failure } from "#src/platform/failure/index.ts";
import { createClock, type MeasuredClock } from "./clock.ts";
import { closed, connectionLost, isConnectionLoss, isStaleStatement, toFailure } from "./errors.ts";
import type { Sql } from "./sql.ts";
import { encodeValues } from "./statement.ts";
import { columnTypes } from "./types.ts";

/** What one statement answered; `command` is the tag's first word, such as INSERT, COMMIT or ROLLBACK. */
export interface Result<T extends object = Record<string, unknown>> {
  readonly rows: readonly T[];
  readonly command: string;
  /** Rows touched or returned; 0 where the command does not count. */
  readonly count: number;
}

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

const clockText = "select extract(epoch from clock_timestamp()) * 1000 as ms";

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

/** Ends a socket that keeps silent although answers are due: TCP itself may take a quarter of an hour. */
function createStallGuard(client: pg.Client, stallMs: number, progress: () => number, busy: () => boolean) {
  let timer: NodeJS.Timeout | undefined;
  let seen = 0;
  const judge = (): void => {
    timer = undefined;
    if (!busy()) return;
    if (progress() === seen) client.connection.stream.destroy(new Error(`no answer within ${stallMs} ms`));
    else arm();
  };
  // Answers that wait in the socket because this process was held up are read first.
  const check = (): void => void setImmediate(judge);
  const arm = (): void => {
    if (timer !== undefined || stallMs === 0) return;
    seen = progress();
    timer = setTimeout(check, stallMs);
    timer.unref();
  };
  return { arm, stop: () => clearTimeout(timer) };
}

/**
 * Opens a session.
 * @throws Failure `unavailable` when the server is away, starting, full or a standby; the server's own
 *         error when it refuses us (password, missing database).
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const client = createClient(options);
  let open = false;
  let sent = 0;
  let answered = 0;
  let corked = false;
  let settleLost: (reason: Failure) => void = () => undefined;
  const lost = new Promise<Failure>((resolve) => {
    settleLost = resolve;
  });
  const guard = createStallGuard(
    client,
    options.stallMs,
    () => answered,
    () => answered < sent,
  );

  const end = (cause: unknown): void => {
    open = false;
    guard.stop();
    settleLost(connectionLost(cause));
  };
  client.on("error", end);
  client.on("end", () => end(closed()));

  /** Whatever is sent in one turn of the event loop leaves in one write. */
  function corkForThisTurn(): void {
    if (corked) return;
    corked = true;
    const { stream } = client.connection;
    stream.cork();
    process.nextTick(() => {
      corked = false;
      stream.uncork();
    });
  }

  async function run(text: string, name: string | undefined, values: unknown[]): Promise<Result> {
    sent += 1;
    guard.arm();
    corkForThisTurn();
    try {
      const { rows, command, rowCount } = await client.query<Record<string, unknown>>(
        name === undefined ? { text, values } : { name, text, values },
      );
      return { rows, command, count: rowCount ?? 0 };
    } catch (error) {
      // A session whose statements went stale is given up: a new one prepares them anew.
      if (isConnectionLoss(error) || isStaleStatement(error)) retire(error);
      throw toFailure(error);
    } finally {
      answered += 1;
    }
  }

  function retire(cause: unknown): void {
    if (!open) return;
    end(cause);
    client.end().catch(() => undefined);
  }

  async function query(statement: Sql, named = true): Promise<Result> {
    if (!open) throw closed();
    const values = encodeValues(statement);
    return run(statement.text, named ? options.nameOf(statement.text) : undefined, values);
  }

  async function send(statements: readonly Sql[]): Promise<readonly Result[]> {
    if (!open) throw closed();
    const ready = statements.map((statement) => ({ text: statement.text, values: encodeValues(statement) }));
    const settled = await Promise.allSettled(ready.map((s) => run(s.text, options.nameOf(s.text), s.values)));
    return settled.map((answer) => {
      if (answer.status === "rejected") throw answer.reason;
      return answer.value;
    });
  }

  const clock = createClock(async () => {
    const result = await run(clockText, options.nameOf(clockText), []);
    return Number(result.rows[0]?.["ms"]);
  }, options.localMs);

  let serverVersion: number;
  try {
    await client.connect();
    serverVersion = await prepareSession(client, options);
    open = true;
    await clock.measure();
  } catch (error) {
    client.end().catch(() => undefined);
    throw toFailure(error);
  }

  return {
    clock,
    // The driver has the server's process id, its types do not.
    serverPid: Number(Reflect.get(client, "processID")),
    serverVersion,
    inFlight: () => sent - answered,
    isOpen: () => open,
    query,
    send,
    lost,
    async close() {
      open = false;
      await client.end();
    },
  };
}
