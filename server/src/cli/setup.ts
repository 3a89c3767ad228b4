import { createFirstInstance, publicOrigin } from "#src/app/first-instance.ts";
import { withCore } from "./with-core.ts";

/** Brings the schema up to date and creates the first instance, without starting to answer. */
export const setup = (args: readonly string[]): Promise<number> =>
  withCore(
    args,
    async ({ config, core, json }) => {
      const first = await createFirstInstance(config, core);
      if (json)
        console.log(JSON.stringify({ created: first !== undefined, url: publicOrigin(config), ...first }));
      else if (first === undefined) console.log("the database is set up already");
      else {
        console.log(`created the first instance, to be reached at ${publicOrigin(config)}/`);
        if (first.loginName) console.log(`  log in as   ${first.loginName}`);
        if (first.password)
          console.log(`  password    ${first.password}   (to be changed at the first login)`);
      }
      return 0;
    },
    { creates: true },
  );
