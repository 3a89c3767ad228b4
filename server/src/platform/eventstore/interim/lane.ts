/** The commit lane: many units of work become one transaction; one batch is in flight at a time. */
import type { Connection, Database } from "#src/platform/db/index.ts";
import { isConnectionLoss, isDatabaseError, sqlState } from "#src/platform/db/index.ts";
import { Failure, unavailable } from "#src/platform/failure/index.ts";
import { type Attempt, type AttemptOptions, attempt, type Settled } from "./attempt.ts";
import type { Unit } from "./batch.ts";
import { begin, findUnits, laneSettings, lockHeads, movedState, rollback, takenState } from "./statements.ts";

const maxBatch = 256;
const maxWaiting = 4096;
const maxAttempts = 10;

interface Waiting {
  readonly unit: Unit;
  readonly deadline: number | undefined;
  resolve(settled: Settled): void;
  reject(error: unknown): void;
  attempts: number;
}

export interface LaneOptions extends AttemptOptions {
  readonly database: Database;
  readonly name: string;
  readonly localMs: () => number;
  /** After a commit, before its callers are answered. */
  readonly onReconnect: () => void;
}

export interface Lane {
  run(unit: Unit, deadline?: number): Promise<Settled>;
  depth(): number;
  close(): Promise<void>;
}

export function openLane(options: LaneOptions): Lane {
  /** Waiting units by instance, so that one tenant's flood does not hold up the others. */
  const queues = new Map<string, Waiting[]>();
  let waiting = 0;
  let running = false;
  let closed = false;
  let connection: Connection | undefined;
  let done: Promise<void> = Promise.resolve();

  async function connected(): Promise<Connection> {
    if (connection?.isOpen()) return connection;
    const renewed = connection !== undefined;
    connection = await options.database.connect(options.name, laneSettings);
    if (renewed) options.onReconnect();
    return connection;
  }

  function enqueue(item: Waiting): void {
    const { instanceId } = item.unit.writer;
    const queue = queues.get(instanceId) ?? [];
    queue.push(item);
    queues.set(instanceId, queue);
    waiting += 1;
    if (running) return;
    running = true;
    done = new Promise((resolve) => {
      setImmediate(() => void work().finally(resolve));
    });
  }

  /** One from each instance in turn; the order within an instance stays. */
  function nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    while (batch.length < maxBatch && queues.size > 0) {
      for (const [instanceId, queue] of [...queues]) {
        const item = queue.shift();
        if (queue.length === 0) queues.delete(instanceId);
        if (item === undefined) continue;
        waiting -= 1;
        if (item.deadline !== undefined && item.deadline < options.localMs())
          item.reject(new Failure("deadline_exceeded", "CORE-Dl1ne", "Errors.DeadlineExceeded"));
        else batch.push(item);
        if (batch.length >= maxBatch) break;
      }
    }
    return batch;
  }

  async function work(): Promise<void> {
    while (queues.size > 0) {
      const batch = nextBatch();
      if (batch.length > 0) await commitAll(batch);
    }
    running = false;
  }

  function again(items: readonly Waiting[], error: unknown): void {
    for (const item of items) {
      item.attempts += 1;
      if (item.attempts >= maxAttempts) item.reject(error);
      else enqueue(item);
    }
  }

  /** Commits what can be committed; guilty units are refused, or queued to be decided again. */
  async function commitAll(batch: readonly Waiting[]): Promise<void> {
    let session: Connection;
    try {
      session = await connected();
    } catch (error) {
      for (const item of batch) item.reject(error);
      return;
    }
    const locked = batch.some(({ attempts }) => attempts >= 2);
    const tried = attempt(
      session,
      batch.map(({ unit }) => unit),
      batch.some(({ attempts }) => attempts > 0),
      locked,
      options,
    );
    try {
      settle(batch, await tried.result);
    } catch (error) {
      await recover(batch, error, tried, session);
    }
  }

  function settle(batch: readonly Waiting[], settled: ReadonlyMap<Unit, Settled>): void {
    for (const item of batch) {
      const answer = settled.get(item.unit);
      if (answer === undefined || answer.kind === "deferred") enqueue(item);
      else if (answer.kind === "refused") item.reject(answer.error);
      else item.resolve(answer);
    }
  }

  async function recover(
    batch: readonly Waiting[],
    error: unknown,
    tried: Attempt,
    session: Connection,
  ): Promise<void> {
    if (isConnectionLoss(error)) return lostReply(batch, error, tried.committing());
    await session.send([rollback]).catch(() => undefined);
    const code = sqlState(error);
    if (code === "40P01" || code === "40001" || code === "55P03") return again(batch, conflict());
    if (code !== movedState && code !== takenState) return isolate(batch, error);
    const numbers = new Set((isDatabaseError(error) ? (error.detail ?? "") : "").split(",").map(Number));
    const units = tried.guilty(numbers, code);
    const set = batch.filter(({ unit }) => units.has(unit));
    const rest = batch.filter(({ unit }) => !units.has(unit));
    if (set.length === 0) return isolate(batch, error);
    if (code === movedState) again(set, conflict());
    else if (set.length === 1) for (const item of set) item.reject(tried.taken(numbers));
    else for (const item of set) await commitAll([item]);
    if (rest.length > 0) await commitAll(rest);
  }

  /** An error nobody is named in: each alone, so that only the guilty one fails. */
  async function isolate(batch: readonly Waiting[], error: unknown): Promise<void> {
    if (batch.length === 1) return batch[0]?.reject(error);
    for (const item of batch) await commitAll([item]);
  }

  /**
   * The connection broke. Before `commit` was sent nothing is stored, and the units are decided again. After it the
   * outcome is unknown: the heads are locked on a new connection, which waits the old transaction out, and the
   * unit's id is looked for among the events.
   */
  async function lostReply(batch: readonly Waiting[], error: unknown, committing: boolean): Promise<void> {
    const stored = committing ? await storedUnits(batch).catch(() => undefined) : new Set<string>();
    if (stored === undefined) {
      const unknown =
        error instanceof Failure ? error : unavailable("CORE-Lr0st", "Errors.Database.Unavailable");
      for (const item of batch) item.reject(unknown);
      return;
    }
    const missing = batch.filter(({ unit }) => !stored.has(unit.id));
    for (const item of batch) if (stored.has(item.unit.id)) item.resolve({ kind: "stored" });
    again(missing, error);
  }

  async function storedUnits(batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
    const session = await connected();
    const places = batch.flatMap(({ unit }) =>
      unit.refs.map(({ entity, aggregateId }) => ({
        i: unit.writer.instanceId,
        t: entity.aggregate,
        a: aggregateId,
        unit: unit.id,
      })),
    );
    try {
      await session.send([begin, lockHeads(places)]);
      const [found] = await session.send([findUnits(places)]);
      return new Set((found?.rows ?? []).map((row) => String(row["unit"])));
    } finally {
      await session.send([rollback]).catch(() => undefined);
    }
  }

  return {
    run(unit, deadline) {
      if (closed) return Promise.reject(unavailable("CORE-Cl0sd", "Errors.Database.Unavailable"));
      if (waiting >= maxWaiting) return Promise.reject(unavailable("CORE-Fu11l", "Errors.Busy"));
      return new Promise((resolve, reject) => enqueue({ unit, deadline, resolve, reject, attempts: 0 }));
    },
    depth: () => waiting,
    async close() {
      closed = true;
      await done;
      await connection?.close();
    },
  };
}

const conflict = () => new Failure("aborted", "CORE-C0nfl", "Errors.Conflict");
