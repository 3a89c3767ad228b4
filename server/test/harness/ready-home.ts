/** Homes that are set up already. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { inject } from "vitest";
import { withAdmin } from "./database.ts";
import { type Home, makeHome } from "./processes.ts";

/** The folder that all homes of a run are copies of, made by the first who asks. */
async function prepared(): Promise<string> {
  const folder = join(inject("runFolder"), "home");
  await withAdmin("prepared home", async () => {
    if (existsSync(folder)) return;
    const home = makeHome();
    // As root too the data lie here, and not behind a link: a folder that the server makes lets nobody else in.
    mkdirSync(home.dataDir, { mode: 0o755 });
    const { code, stderr } = await home.run(["setup", "--data-dir", home.dataDir]);
    if (code !== 0) throw new Error(stderr);
    renameSync(dirname(home.dataDir), folder);
  });
  return folder;
}

/** Where everything is set up, and nothing runs. To copy that takes a twentieth of the time of a first start. */
export async function readyHome(): Promise<Home> {
  const folder = await prepared();
  const home = makeHome();
  execFileSync("cp", ["-a", join(folder, "."), dirname(home.dataDir)]);
  return home;
}
