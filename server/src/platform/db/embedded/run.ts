import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCluster, writeAccessRules } from "./cluster.ts";
import { EmbeddedDatabaseError } from "./error.ts";
import { findPostmaster, removeStalePidFile } from "./pid-file.ts";
import { findPlace, type Place, type PlaceOptions } from "./place.ts";
import { launch, type RunningServer, watch } from "./postmaster.ts";

/** How long a dead server's remains (a zombie whose parent does not look, dying sessions) may be in the way. */
const remainsMs = 15_000;
/** How long a living server may take to recover from a crash, or to stop. */
const busyMs = 600_000;
const retryMs = 25;

/** @returns the place of a database that exists now; another start may have been quicker to make it */
export async function prepare(options: PlaceOptions): Promise<Place> {
  const place = findPlace(options);
  if (existsSync(join(place.data, "PG_VERSION"))) return place;
  await createCluster(place, options.uniqueId);
  return findPlace(options);
}

/** Joins the server that runs in this folder, or starts one. */
export async function run(
  place: Place,
  temporary: string,
): Promise<RunningServer & { readonly started: boolean }> {
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    const running = findPostmaster(place.data);
    if (waitedMs > (running === undefined ? remainsMs : busyMs)) break;
    if (running?.ready) {
      const watchdog = watch(running.pid);
      return { pid: running.pid, socketFolder: running.socketFolder, watchdog, started: false };
    }
    if (running === undefined) {
      removeStalePidFile(place.data);
      writeAccessRules(place);
      const launched = await launch(place, temporary);
      if (launched !== "occupied") return { ...launched, started: true };
    }
    await sleep(retryMs);
  }
  throw new EmbeddedDatabaseError(
    "failed",
    `Something is in PostgreSQL's way in ${place.data} and does not leave; its log is ${place.log}`,
  );
}
