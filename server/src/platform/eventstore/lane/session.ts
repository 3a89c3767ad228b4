import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, Database } from "#src/platform/db/index.ts";
import { laneSettings } from "./statements.ts";

/** The one connection of a lane, renewed when it breaks. */
export interface LaneSession {
  /** @param onFailure hears of every try that failed */
  get(onFailure: (error: unknown) => void): Promise<Connection | undefined>;
  close(): Promise<void>;
}

const firstPauseMs = 50;
const lastPauseMs = 2_000;

/** @param onRenewed what was read over the old connection may be of another database: a restored copy, a promoted standby */
export function createLaneSession(database: Database, purpose: string, onRenewed: () => void): LaneSession {
  let connection: Connection | undefined;
  let closing = false;

  function watch(opened: Connection): Connection {
    void opened.lost.then(() => {
      if (!closing) onRenewed();
    });
    return opened;
  }

  async function open(): Promise<Connection> {
    const opened = watch(await database.connect(purpose, laneSettings));
    if (connection !== undefined) onRenewed();
    connection = opened;
    return opened;
  }

  return {
    async get(onFailure) {
      if (connection?.isOpen()) return connection;
      for (let pauseMs = firstPauseMs; !closing; pauseMs = Math.min(pauseMs * 2, lastPauseMs)) {
        try {
          return await open();
        } catch (error) {
          onFailure(error);
          // Half of it at random, so that processes do not all come back at once.
          await sleep(pauseMs * (0.5 + Math.random() / 2));
        }
      }
      return undefined;
    },
    async close() {
      closing = true;
      await connection?.close();
    },
  };
}
