import { type Core, openCore } from "#src/app/gatehouse.ts";
import {
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

/**
 * Runs a command on the open database. It joins the server of a running Gatehouse, or starts it for as long as the
 * command runs.
 */
export async function withCore(
  args: readonly string[],
  work: (open: Surroundings & { readonly core: Core }) => Promise<number>,
  operandCount = 0,
): Promise<number> {
  const surroundings = readSurroundings(args, operandCount);
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
