import { historyFaults } from "../../server/test/harness/history.ts";
import type { Home } from "../../server/test/harness/processes.ts";

/** Sequences without gaps, and rows that are what their events make of them. */
export async function verify(home: Home): Promise<readonly string[]> {
  const { code, stdout, stderr } = await home.run(["verify", "--json", "--data-dir", home.dataDir]);
  const folded = code === 0 ? [] : [`verify ended with ${code}: ${(stdout + stderr).slice(0, 2_000)}`];
  return [...(await historyFaults(home.databaseUrl())), ...folded];
}
