/** The product in processes of its own, as operators run it, for tests and measurements that kill it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { endDatabase } from "./embedded.ts";

/** The sources as they are, unless the run says otherwise. */
export const program =
  process.env["GATEHOUSE_TEST_PROGRAM"] ?? join(import.meta.dirname, "../../src/cli/main.ts");
/** Only what hangs takes as long, on a busy machine too. */
const patienceMs = 120_000;

/** What a program said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command answered with --json. @throws Error with what it said instead */
export function jsonOf({ code, stdout, stderr }: Ended): Answer["body"] {
  if (!stdout.startsWith("{")) throw new Error(`it ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

export interface Answer {
  readonly status: number;
  /** Parsed where it is a JSON object; the readers of json.ts say what is in it. */
  readonly body: unknown;
  /** Where a redirect leads. */
  readonly location?: string | undefined;
}

/** What a client of OAuth authenticates with, by HTTP Basic. */
export interface ClientSecret {
  readonly id: string;
  readonly secret: string;
}

export interface ServerProcess {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** Milliseconds from the launch to the first answer. */
  readonly startedIn: number;
  readonly stderr: () => string;
  /** What it told whoever started it. */
  readonly announced: unknown;
  readonly ended: Promise<number | null>;
  /** JSON over REST, as the first instance's machine (IAM_OWNER) unless another token is given. */
  call(method: string, path: string, body?: object, token?: string): Promise<Answer>;
  /** A form, as clients of OAuth send it. */
  form(path: string, fields: Readonly<Record<string, string>>, client: ClientSecret): Promise<Answer>;
  /** A GET without a token; redirects are answered, not followed. */
  visit(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  kill(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Home {
  readonly dataDir: string;
  /** Connects to the embedded server while it runs. */
  databaseUrl(): string;
  masterKey(): string;
  token(): string;
  /** The pid of PostgreSQL; undefined when there is none. */
  postmaster(): number | undefined;
  start(args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<ServerProcess>;
  /** A second process on the same database, as on another machine. */
  startBeside(): Promise<ServerProcess>;
  /** Runs a command to its end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** Kills what is left and removes everything. */
  remove(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function collect(child: ChildProcess, which: "stdout" | "stderr"): () => string {
  const chunks: Buffer[] = [];
  child[which]?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

const hostEnv = { PATH: process.env["PATH"], HOME: process.env["HOME"] };

/** A connection per request costs too much; a pool that outlives a killed server answers with resets, as to any client. */
async function ask(url: string, request: RequestInit): Promise<Answer> {
  const answer = await fetch(url, {
    ...request,
    redirect: "manual",
    signal: AbortSignal.timeout(patienceMs),
  });
  const text = await answer.text();
  const location = answer.headers.get("location");
  return {
    status: answer.status,
    body: text.startsWith("{") ? JSON.parse(text) : text,
    ...(location !== null && { location }),
  };
}

type Asking = Pick<ServerProcess, "call" | "form" | "visit">;

const asking = (url: string, ownToken: () => string): Asking => ({
  call: (method, path, body, token = ownToken()) =>
    ask(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  form: (path, fields, { id, secret }) =>
    ask(url + path, {
      method: "POST",
      headers: {
        authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
      },
      body: new URLSearchParams(fields),
    }),
  visit: (path, headers = {}) => ask(url + path, { headers }),
});

function listening(child: ChildProcess, stdout: () => string, stderr: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer in time: ${stderr()}`)), patienceMs);
    child.stdout?.on("data", () => {
      if (!stdout().includes('"pid"')) return;
      clearTimeout(late);
      resolve();
    });
    child.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`it ended with ${code}: ${stderr()}`));
    });
  });
}

/** @param entry the command line's entry */
export function makeHome(entry = program): Home {
  const root = mkdtempSync(join(tmpdir(), "gatehouse-house-"));
  chmodSync(root, 0o755);
  const dataDir = join(root, "data");
  const patPath = join(root, "pat");
  const children = new Set<ChildProcess>();
  const pidFile = () => readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n");

  const firstInstance = {
    ZITADEL_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME: "robot",
    ZITADEL_FIRSTINSTANCE_PATPATH: patPath,
  };

  function launch(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(process.execPath, [entry, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...hostEnv, ...firstInstance, ...env },
    });
    children.add(child);
    child.once("exit", () => children.delete(child));
    return child;
  }

  const home: Home = {
    dataDir,
    databaseUrl: () => `postgres://gatehouse@/gatehouse?host=${encodeURIComponent(pidFile()[4] ?? "")}`,
    masterKey: () => readFileSync(join(dataDir, "masterkey"), "utf8").trim(),
    token: () => readFileSync(patPath, "utf8").trim(),
    postmaster() {
      try {
        return Number(pidFile()[0]);
      } catch {
        return undefined;
      }
    },
    async start(args = ["--data-dir", dataDir], env = {}) {
      const port = await freePort();
      const begun = performance.now();
      const child = launch(["start", "--json", "--port", String(port), ...args], env);
      const stderr = collect(child, "stderr");
      const ended = once(child, "exit").then(([code]): number | null => code);
      const stdout = collect(child, "stdout");
      await listening(child, stdout, stderr);
      const url = `http://localhost:${port}`;
      return {
        pid: child.pid ?? 0,
        port,
        url,
        startedIn: performance.now() - begun,
        stderr,
        announced: JSON.parse(stdout().slice(stdout().indexOf("{"))),
        ended,
        ...asking(url, () => home.token()),
        async kill(signal = "SIGKILL") {
          child.kill(signal);
          return ended;
        },
      };
    },
    startBeside: () =>
      home.start(["--database-url", home.databaseUrl()], { GATEHOUSE_MASTERKEY: home.masterKey() }),
    async run(args, env = {}) {
      const child = launch(args, env);
      const [stdout, stderr] = [collect(child, "stdout"), collect(child, "stderr")];
      // Not "exit": output may still be on its way then.
      const [code] = await once(child, "close");
      return { code, stdout: stdout(), stderr: stderr() };
    },
    async remove() {
      for (const child of children) child.kill("SIGKILL");
      await endDatabase(dataDir);
      removeData(dataDir);
      rmSync(root, { recursive: true, force: true });
    },
  };
  return home;
}

/** Removes a data directory, and its database where that lies outside, as it may for root: a link leads there. */
export function removeData(dataDir: string): void {
  try {
    rmSync(dirname(realpathSync(join(dataDir, "postgres"))), { recursive: true, force: true });
  } catch {
    // There was no database yet.
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
