import { setTimeout as sleep } from "node:timers/promises";
import { type Load, startLoad } from "../../server/test/harness/load.ts";
import type { Home, ServerProcess } from "../../server/test/harness/processes.ts";
import { verify } from "./verify.ts";

const victims = ["node", "postgres", "both"] as const;
const recoveryMs = 20_000;

async function recovered(server: ServerProcess): Promise<void> {
  const late = performance.now() + recoveryMs;
  for (;;) {
    const status = await server.call("GET", "/debug/ready").then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    if (performance.now() > late) throw new Error(`not ready ${recoveryMs / 1000} s after the kill`);
    await sleep(50);
  }
}

/** A kill before anything was acknowledged would prove nothing. */
async function underWay(load: Load): Promise<void> {
  const late = performance.now() + recoveryMs;
  while (load.acknowledged() < 30) {
    if (performance.now() > late) throw new Error("the load does not get under way");
    await sleep(10);
  }
}

/** Kills server, PostgreSQL or both under load, in turns; after each round everything acknowledged must be there. */
export async function killRounds(home: Home, rounds: number): Promise<readonly string[]> {
  const faults: string[] = [];
  let acknowledged = 0;
  let server = await home.start();
  for (let round = 0; round < rounds; round += 1) {
    const victim = victims[round % victims.length];
    const load = startLoad(server, `round-${round}`);
    await underWay(load);
    await sleep(Math.random() * 1_000);
    const postmaster = home.postmaster();
    if (victim !== "node" && postmaster !== undefined) process.kill(postmaster, "SIGKILL");
    if (victim === "postgres") await recovered(server);
    else await server.kill();
    await load.stop();
    if (victim !== "postgres") server = await home.start();
    await recovered(server);
    const wrongCodes = [...load.failures()].filter(([code]) => code !== "503 14");
    const found = [
      ...(await load.lost(server)).map((what) => `lost: ${what}`),
      ...wrongCodes.map(([code, times]) => `${times} times answered ${code}`),
      ...(await verify(home)),
    ];
    acknowledged += load.acknowledged();
    faults.push(...found.map((what) => `round ${round} (${victim}): ${what}`));
  }
  console.log(`  ${acknowledged} acknowledged writes`);
  return faults;
}
