import { entities } from "#src/app/parts.ts";
import { verify as verifyHistory } from "#src/platform/eventstore/index.ts";
import { withCore } from "./with-core.ts";

/** Holds what the database has against what history says; fails when they differ. Changes nothing, locks nothing. */
export const verify = (args: readonly string[]): Promise<number> =>
  withCore(args, async ({ core: { database, secrets }, json }) => {
    const { problems, ...counts } = await verifyHistory({ database, entities, secrets });
    if (json) console.log(JSON.stringify({ clean: problems.length === 0, ...counts, problems }));
    else {
      const { aggregates, events, rows } = counts;
      console.log(`${aggregates} aggregates, ${events} events, ${rows} rows: ${problems.length} problems`);
      for (const { kind, aggregateType, aggregateId, instanceId, detail } of problems)
        console.log(`  ${kind}: ${aggregateType} ${aggregateId} of instance ${instanceId}: ${detail}`);
    }
    return problems.length === 0 ? 0 : 1;
  });
