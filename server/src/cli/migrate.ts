import { withCore } from "./with-core.ts";

/** Brings the schema up to date; a server may go on running beside it. */
export const migrate = (args: readonly string[]): Promise<number> =>
  withCore(
    args,
    async ({ core, json }) => {
      const version = core.database.serverVersion;
      console.log(
        json ? JSON.stringify({ migrated: true, serverVersion: version }) : "the schema is up to date",
      );
      return 0;
    },
    { creates: true },
  );
