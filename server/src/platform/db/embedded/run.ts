import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCluster, writeAccessRules } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./error.ts";
import { findPostmaster, removeStalePidFile } from "./pid-file.ts";
import { findPlace, type Place, type PlaceOptions } from "./place.ts";
import { launch, type RunningServer, stopServer, watch } from "./postmaster.ts";
import { removeEmptyFolder, socketFolder } from "./socket-folder.ts";
import { withStartLock } from "./start-lock.ts";

/** How long a dead server's remains (a zombie whose parent does not look, dying sessions) may be in the way. */
const remainsMs = 15_000;
/** How long a living server may take to recover from a crash, or to stop. */
export const busyMs = 600_000;
const retryMs = 20;

export interface Running extends RunningServer {
  /** False when it ran already. */
  readonly started: boolean;
}

const inTheWay = (folder: string, what: string) => (): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError(
    "failed",
    `PostgreSQL cannot start in ${folder}: ${what} is in its way and does not leave`,
  );

/** @returns the place of a database that exists now; another start may have been quicker to make it */
export async function prepare(options: PlaceOptions): Promise<Place> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o755 });
  // Whole: PostgreSQL's programs run in another folder than we do.
  const dataDir = realpathSync(options.dataDir);
  const whole: PlaceOptions = { ...options, dataDir };
  return withStartLock(dataDir, busyMs, inTheWay(dataDir, "another start"), async () => {
    const place = findPlace(whole);
    if (existsSync(join(place.data, "PG_VERSION"))) return place;
    await createCluster(place, options.uniqueId);
    return findPlace(whole);
  });
}

async function joinOrLaunch(place: Place, temporary: string): Promise<Running> {
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    const running = findPostmaster(place.data);
    if (waitedMs > (running === undefined ? remainsMs : busyMs))
      throw inTheWay(place.data, `something (see ${place.log})`)();
    if (running?.ready) {
      return {
        pid: running.pid,
        data: realpathSync(place.data),
        socketFolder: running.socketFolder,
        watchdog: watch(running.pid),
        started: false,
      };
    }
    if (running === undefined) {
      removeStalePidFile(place.data);
      writeAccessRules(place);
      const launched = await launch(place, socketFolder(place, temporary));
      if (launched !== "occupied") return { ...launched, started: true };
    }
    await sleep(retryMs);
  }
}

/** Joins the server that runs in this folder, or starts one. Either way it stops when this process dies. */
export async function run(place: Place, temporary: string): Promise<Running> {
  return withStartLock(realpathSync(place.data), busyMs, inTheWay(place.data, "another start"), () =>
    joinOrLaunch(place, temporary),
  );
}

/** Switches the server off, and takes the folder of its socket away unless another start is about to use it. */
export async function end(server: RunningServer): Promise<void> {
  await stopServer(server);
  const tidy = async () => removeEmptyFolder(server.socketFolder);
  await withStartLock(server.data, 0, inTheWay(server.data, "another start"), tidy).catch(() => undefined);
}
