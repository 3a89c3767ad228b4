/** The product as users run it: the bundle in a process of its own, with an embedded database. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface BenchServer {
  readonly url: string;
  readonly pid: number;
  /** A personal access token of an IAM_OWNER. */
  readonly token: string;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * @param env further settings
 * @param token of a database that was used before; only its first start hands one out
 */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  token?: string,
): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
  const port = await freePort();
  const patPath = join(folder, "pat");
  const bundle = fileURLToPath(new URL("../server/dist/gatehouse.mjs", import.meta.url));
  const child = spawn(
    process.execPath,
    [bundle, "--port", String(port), "--data-dir", join(folder, "data")],
    {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        GATEHOUSE_LOG_LEVEL: "warn",
        ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME: "bench",
        ZITADEL_FIRSTINSTANCE_PATPATH: patPath,
        ...env,
      },
    },
  );
  const url = `http://localhost:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    const ready = await fetch(`${url}/debug/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) break;
    if (attempt > 300 || child.exitCode !== null) throw new Error("the server does not start");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    pid: child.pid ?? 0,
    token: token ?? readFileSync(patPath, "utf8").trim(),
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
