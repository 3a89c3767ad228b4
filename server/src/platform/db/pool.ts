import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./clock.ts";
import { closed, isConnectionLoss } from "./errors.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

/** A few pipelined sessions. */
export interface Pool {
  /**
   * The least busy session: nothing waits behind a slow statement while another session is free. At once where there is
   * one, so that who picks next in the same turn sees it busy.
   */
  pick(): Session | Promise<Session>;
  clock(): Clock;
  readonly serverVersion: number;
  close(): Promise<void>;
}

const firstRetryMs = 25;
const lastRetryMs = 400;

/** Tries until `connectTimeoutMs` is over; what is not a matter of waiting (a wrong password) fails at once. */
async function openPatiently(options: SessionOptions, isClosed: () => boolean): Promise<Session> {
  const until = options.localMs() + options.connectTimeoutMs;
  for (let waitMs = firstRetryMs; ; waitMs = Math.min(waitMs * 2, lastRetryMs)) {
    try {
      return await openSession(options);
    } catch (error) {
      if (!isConnectionLoss(error) || isClosed() || options.localMs() + waitMs > until) throw error;
      await sleep(waitMs);
    }
  }
}

function leastBusy(sessions: ReadonlySet<Session>): Session | undefined {
  let best: Session | undefined;
  for (const session of sessions) {
    if (session.isOpen() && (best === undefined || session.inFlight() < best.inFlight())) best = session;
  }
  return best;
}

/** The sessions of a pool: lost ones leave by themselves. */
function createGroup(options: SessionOptions) {
  const sessions = new Set<Session>();
  let opening: Promise<Session> | undefined;
  let isClosed = false;

  async function open(): Promise<Session> {
    const session = await openPatiently(options, () => isClosed);
    if (isClosed) {
      await session.close();
      throw closed();
    }
    sessions.add(session);
    void session.lost.then(() => sessions.delete(session));
    return session;
  }

  return {
    sessions,
    isClosed: () => isClosed,
    /** One at a time: a database that comes back is not met by a stampede. */
    grow(): Promise<Session> {
      opening ??= open().finally(() => {
        opening = undefined;
      });
      return opening;
    },
    async close() {
      isClosed = true;
      await opening?.catch(() => undefined);
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
}

/** Opens the first session; others follow when all are busy, up to `size`, and lost ones are replaced on demand. */
export async function createPool(options: SessionOptions, size: number): Promise<Pool> {
  const { sessions, isClosed, grow, close } = createGroup(options);
  const first = await grow();
  let lastClock = first.clock;
  return {
    serverVersion: first.serverVersion,
    close,
    clock() {
      lastClock = leastBusy(sessions)?.clock ?? lastClock;
      return lastClock;
    },
    pick() {
      if (isClosed()) return Promise.reject(closed());
      const best = leastBusy(sessions);
      if (best === undefined) return grow();
      // Failing to grow hurts nobody while there is a session: the next busy moment tries again.
      if (best.inFlight() > 0 && sessions.size < size) grow().catch(() => undefined);
      return best;
    },
  };
}
