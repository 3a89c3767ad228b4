import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "./clock.ts";
import { closed, isConnectionLoss } from "./errors.ts";
import { openSession, type Session, type SessionOptions } from "./session.ts";

/** A few pipelined sessions. */
export interface Pool {
  /** The least busy session: nothing waits behind a slow statement while another session is free. */
  pick(): Promise<Session>;
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

/** Opens the first session; others follow when all are busy, up to `size`, and lost ones are replaced on demand. */
export async function createPool(options: SessionOptions, size: number): Promise<Pool> {
  let sessions: Session[] = [];
  let opening: Promise<Session> | undefined;
  let isClosed = false;

  async function openOne(): Promise<Session> {
    const session = await openPatiently(options, () => isClosed);
    if (isClosed) {
      await session.close();
      throw closed();
    }
    sessions.push(session);
    void session.lost.then(() => {
      sessions = sessions.filter((other) => other !== session);
    });
    return session;
  }

  /** One at a time: a database that comes back is not met by a stampede. */
  function grow(): Promise<Session> {
    opening ??= openOne().finally(() => {
      opening = undefined;
    });
    return opening;
  }

  function leastBusy(): Session | undefined {
    let best: Session | undefined;
    for (const session of sessions) {
      if (session.isOpen() && (best === undefined || session.inFlight() < best.inFlight())) best = session;
    }
    return best;
  }

  const first = await grow();
  let lastClock = first.clock;

  return {
    serverVersion: first.serverVersion,
    clock() {
      lastClock = leastBusy()?.clock ?? lastClock;
      return lastClock;
    },
    async pick() {
      if (isClosed) throw closed();
      const best = leastBusy();
      if (best === undefined) return grow();
      // Failing to grow hurts nobody while there is a session: the next busy moment tries again.
      if (best.inFlight() > 0 && sessions.length < size) grow().catch(() => undefined);
      return best;
    },
    async close() {
      isClosed = true;
      await opening?.catch(() => undefined);
      await Promise.all(sessions.map((session) => session.close()));
    },
  };
}
