/** The product as users run it: the bundle in a process of its own, with an embedded database. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort, removeData } from "../server/test/harness/processes.ts";

export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  /** A personal access token of an IAM_OWNER. */
  readonly token: string;
  stop(): Promise<void>;
}

/** A start that takes longer hangs, whatever the machine is busy with. */
const startWithinMs = 300_000;

/**
 * @param env further settings
 * @param token of a database that was used before; only its first start hands one out
 */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  token?: string,
): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
  const dataDir = join(folder, "data");
  const port = await freePort();
  const patPath = join(folder, "pat");
  const bundle = fileURLToPath(new URL("../server/dist/gatehouse.mjs", import.meta.url));
  const child = spawn(process.execPath, [bundle, "--port", String(port), "--data-dir", dataDir], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      GATEHOUSE_LOG_LEVEL: "warn",
      ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME: "bench",
      ZITADEL_FIRSTINSTANCE_PATPATH: patPath,
      ...env,
    },
  });
  const url = `http://localhost:${port}`;
  const stop = async (): Promise<void> => {
    const ended = once(child, "exit");
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGTERM")) await ended;
    removeData(dataDir);
    rmSync(folder, { recursive: true, force: true });
  };
  for (const end = Date.now() + startWithinMs; ; await sleep(100)) {
    const ready = await fetch(`${url}/debug/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode === null && child.signalCode === null && Date.now() < end) continue;
    await stop();
    throw new Error("the server does not start");
  }
  return {
    url,
    pid: child.pid ?? 0,
    token: token ?? readFileSync(patPath, "utf8").trim(),
    stop,
  };
}
