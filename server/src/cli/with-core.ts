import { lstatSync } from "node:fs";
import { join } from "node:path";
import { type Core, openCore } from "#src/app/core.ts";
import type { Config } from "#src/platform/config/index.ts";
import {
  CommandError,
  explained,
  folders,
  machineSeed,
  newRequestId,
  openDatabaseUrl,
  readSurroundings,
  type Surroundings,
} from "./command.ts";

/** Commands of one machine share its seed with nobody: their number keeps their ids apart from the server's. */
const commandWorker = 40_000 + (process.pid % 20_000);

interface Manner {
  /** Words that the command takes beside flags. */
  readonly operands?: number;
  /** It is there to make a database where there is none. */
  readonly creates?: boolean;
}

/**
 * Runs a command on the open database. It joins the server of a running Gatehouse, or starts it for as long as the
 * command runs.
 * @throws CommandError where there is no database, unless the command makes one
 */
export async function withCore(
  args: readonly string[],
  work: (open: Surroundings & { readonly core: Core }) => Promise<number>,
  { operands = 0, creates = false }: Manner = {},
): Promise<number> {
  const surroundings = readSurroundings(args, operands);
  if (!creates) requireData(surroundings.config);
  const opened = await openDatabaseUrl(surroundings, "guest");
  try {
    const core = await explained(() =>
      openCore({
        config: surroundings.config,
        log: surroundings.log,
        databaseUrl: opened.url,
        keys: opened.keys.keys,
        newRequestId,
        machineSeed: machineSeed(),
        worker: commandWorker,
        folders,
      }),
    );
    try {
      return await work({ ...surroundings, core });
    } finally {
      await core.close();
    }
  } finally {
    await opened.close();
  }
}

/** A folder that was named by mistake must not become a new, empty installation. */
function requireData({ database, dataDir }: Config): void {
  if (database.url !== undefined || lstatSync(join(dataDir, "postgres"), { throwIfNoEntry: false })) return;
  throw new CommandError(
    `there is no database in ${dataDir}: name the folder with --data-dir, or the database with --database-url`,
  );
}
