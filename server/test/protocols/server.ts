/** The real server: a process of its own on an empty database of the run's PostgreSQL. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freshDatabase } from "../harness/database.ts";
import { freePort } from "../harness/processes.ts";

/** The JSON key of a service account, as the server writes it. */
export interface ServiceKey {
  readonly type: string;
  readonly keyId: string;
  readonly key: string;
  readonly userId: string;
}

export interface Server {
  readonly port: number;
  /** The issuer, without a slash at the end. */
  readonly origin: string;
  /** A personal access token of the service account `robot` (IAM_OWNER). */
  readonly pat: string;
  readonly key: ServiceKey;
  /** What it has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** The sources as they are, unless the run says otherwise. */
const program = process.env["GATEHOUSE_TEST_PROGRAM"] ?? "server/src/cli/main.ts";
const readyWithinMs = 100_000;
const stoppedWithinMs = 20_000;
const repository = join(import.meta.dirname, "..", "..", "..");

/** @param settings environment variables on top of those that every server gets */
export async function startServer(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "gatehouse-judged-"));
  const dataDir = join(folder, "data");
  const port = await freePort();
  const files = { pat: join(folder, "robot.pat"), key: join(folder, "robot.json") };
  const { url } = await freshDatabase();
  const where = ["--port", String(port), "--data-dir", dataDir, "--database-url", url];
  const child = spawn(process.execPath, [program, "start", ...where], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      GATEHOUSE_MASTERKEY: randomBytes(32).toString("base64"),
      ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME: "robot",
      ZITADEL_FIRSTINSTANCE_PATPATH: files.pat,
      ZITADEL_FIRSTINSTANCE_MACHINEKEYPATH: files.key,
      ...settings,
    },
  });
  const output = collect(child);
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(folder, { recursive: true, force: true });
  };
  const origin = `http://localhost:${port}`;
  try {
    await ready(origin, () => (child.exitCode === null ? undefined : output()));
    const key = JSON.parse(await readFile(files.key, "utf8")) as ServiceKey;
    return { port, origin, pat: (await readFile(files.pat, "utf8")).trim(), key, log: output, stop };
  } catch (error) {
    await stop();
    throw new Error(`the server did not start: ${output()}`, { cause: error });
  }
}

/** Waits for 200; `gone` tells with the program's own words that waiting is in vain. */
export async function ready(
  origin: string,
  gone: () => string | undefined,
  path = "/debug/ready",
): Promise<void> {
  for (const end = Date.now() + readyWithinMs; Date.now() < end; await sleep(100)) {
    const last = gone();
    if (last !== undefined) throw new Error(`it ended: ${last}`);
    const answer = await fetch(origin + path, { redirect: "manual" }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer !== undefined && answer.status < 400) return;
  }
  throw new Error(`${origin}${path} did not answer in time`);
}

/** What a program has printed so far. */
export function collect(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

/** Asks a program of ours to end and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), stoppedWithinMs);
  await exit;
  clearTimeout(late);
}
