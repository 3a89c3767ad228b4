/** Brings the peer from npm into a folder of its own, starts it, and says what the load asks of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { basic, call, form, type Reply } from "../http.ts";
import type { PeerReady } from "./provider.ts";

const version = "9.13.3";
const folder = fileURLToPath(new URL("../../.gatehouse/peer", import.meta.url));

export interface Peer {
  readonly name: string;
  readonly pid: number;
  readonly operations: Readonly<Record<"introspect" | "userinfo" | "clientCredentials", Operation>>;
  stop(): void;
}

type Operation = (n: number) => Promise<Reply>;

/** Runs npm as the launcher does, which is plain JavaScript. */
async function npm(args: readonly string[]): Promise<number> {
  const launcher = new URL("../../scripts/launcher/npm.mjs", import.meta.url).href;
  // As it says itself there.
  const { npm: run } = (await import(launcher)) as {
    npm(node: string, args: readonly string[], options: { readonly cwd: string }): Promise<number>;
  };
  return run(process.execPath, args, { cwd: folder });
}

/** Not among the product's packages: nothing but this measures with it. @returns the file to import */
async function install(): Promise<string> {
  const manifest = join(folder, "package.json");
  const wanted = JSON.stringify({ private: true, dependencies: { "oidc-provider": version } });
  const has = existsSync(join(folder, "node_modules/oidc-provider/package.json"));
  if (!has || readFileSync(manifest, "utf8") !== wanted) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(manifest, wanted);
    const args = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    if ((await npm(args)) !== 0) throw new Error(`oidc-provider ${version} cannot be installed from npm`);
  }
  return createRequire(manifest).resolve("oidc-provider");
}

export async function startPeer(): Promise<Peer> {
  const program = fileURLToPath(new URL("provider.ts", import.meta.url));
  const child = spawn(process.execPath, [program, await install()], {
    // It warns of what a service must not do; this is none.
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { url, tokens } = await firstLine(child);
  const credentials = { ...form, authorization: basic("machine", "secret-of-the-machine-of-the-bench") };
  const clientCredentials: Operation = () =>
    call("POST", `${url}/token`, credentials, "grant_type=client_credentials&scope=api");
  const own: string[] = [];
  for (let n = 0; n < tokens.length; n += 1)
    own.push(String((await clientCredentials(n)).body["access_token"]));
  const at = (list: readonly string[], n: number) => list[n % list.length] ?? "";
  return {
    name: `oidc-provider ${version}`,
    pid: child.pid ?? 0,
    operations: {
      clientCredentials,
      introspect: (n) => call("POST", `${url}/token/introspection`, credentials, `token=${at(own, n)}`),
      userinfo: (n) => call("GET", `${url}/me`, { authorization: `Bearer ${at(tokens, n)}` }),
    },
    stop: () => void child.kill(),
  };
}

async function firstLine(child: ChildProcess): Promise<PeerReady> {
  if (child.stdout === null) throw new Error("the peer has no output");
  // It prints what its program declares.
  for await (const line of createInterface(child.stdout))
    if (line.startsWith("{")) return JSON.parse(line) as PeerReady;
  throw new Error("the peer does not start");
}
