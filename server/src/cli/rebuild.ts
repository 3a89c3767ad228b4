import { entities } from "#src/app/parts.ts";
import { rebuild as rebuildFromHistory } from "#src/platform/eventstore/index.ts";
import { CommandError } from "./command.ts";
import { withCore } from "./with-core.ts";

/** Makes all rows and names anew from history; a server may go on running beside it. Changes all or nothing. */
export const rebuild = (args: readonly string[]): Promise<number> =>
  withCore(args, async ({ core: { database, secrets }, json }) => {
    const rebuilt = await rebuildFromHistory({ database, entities, secrets }).catch(explainUnfoldable);
    const { aggregates, events, rows } = rebuilt;
    console.log(
      json
        ? JSON.stringify({ rebuilt: true, ...rebuilt })
        : `${rows} rows made anew from ${events} events of ${aggregates} aggregates`,
    );
    return 0;
  });

function explainUnfoldable(error: unknown): never {
  if (!(error instanceof Error) || !error.message.startsWith("cannot fold")) throw error;
  throw new CommandError(`nothing was changed: ${error.message}; "gatehouse verify" names all that is wrong`);
}
