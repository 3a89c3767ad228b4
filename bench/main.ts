/**
 * `npm run bench`: what one busy core serves over the public port, beside yardsticks of the same run. Figures of
 * different machines and moments cannot be compared; the ratios of one run can.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { familyOf, type Measured, measure, memoryMbOf, print } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A request over a kept connection; node:http costs this process less than fetch. */
function call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const status = response.statusCode ?? 0;
        if (status >= 300) reject(new Error(`${method} ${url}: ${status} ${text.slice(0, 200)}`));
        else {
          // The API answers with objects, the health check with a word.
          const parsed: unknown = text.startsWith("{") ? JSON.parse(text) : {};
          // Only braces are parsed, so it is an object.
          resolve({ status, body: parsed as Reply["body"] });
        }
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };

/** On the machine that the bars were set on, node:http served this many requests per busy core. */
const rawPerCoreOfTheBars = 94_000;

/** What must be reached per busy core there; elsewhere the bars scale with the yardstick. */
const bars: Readonly<Record<string, number>> = {
  introspect: 5_000,
  userinfo: 5_000,
  "client_credentials (opaque)": 2_500,
  "session create": 2_500,
  "user create": 1_500,
};

async function yardstick(): Promise<Measured> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("raw-http.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(child.stdout, "data")) as readonly unknown[];
  const url = `http://127.0.0.1:${String(port).trim()}/`;
  const measured = await measure(
    "raw node:http",
    () => call("GET", url, {}),
    () => [child.pid ?? 0],
  );
  child.kill();
  return measured;
}

/** Each result against its bar, scaled to how fast this machine is now. */
function judge(raw: Measured, results: readonly Measured[]): boolean {
  const speed = raw.perBusyCore / rawPerCoreOfTheBars;
  console.log(`\nthis machine runs at ${speed.toFixed(2)} of the one that the bars were set on`);
  const judged = results.flatMap(({ name, perBusyCore }) => {
    const bar = bars[name];
    return bar === undefined ? [] : [{ name, reached: perBusyCore / (bar * speed) }];
  });
  for (const { name, reached } of judged)
    console.log(
      `${reached >= 1 ? "reached" : "MISSED "} ${name.padEnd(30)} ${(reached * 100).toFixed(0)} % of its bar`,
    );
  return judged.length > 0 && judged.every(({ reached }) => reached >= 1);
}

interface Prepared {
  readonly server: BenchServer;
  readonly api: (path: string, body: object) => Promise<Reply>;
  readonly apiClient: string;
  readonly machine: string;
  readonly scope: string;
}

async function prepare(server: BenchServer): Promise<Prepared> {
  const headers = { ...json, authorization: `Bearer ${server.token}` };
  const api = (path: string, body: object) =>
    call("POST", `${server.url}${path}`, headers, JSON.stringify(body));
  const project = await api("/management/v1/projects", { name: "Bench" });
  const projectId = String(project.body["id"]);
  const app = await api(`/management/v1/projects/${projectId}/apps/api`, {
    name: "Introspector",
    authMethodType: "API_AUTH_METHOD_TYPE_BASIC",
  });
  const machine = await api("/management/v1/users/machine", { userName: "loader", name: "Loader" });
  const secret = await call(
    "PUT",
    `${server.url}/management/v1/users/${String(machine.body["userId"])}/secret`,
    headers,
    "{}",
  );
  const basic = (id: unknown, password: unknown) =>
    `Basic ${Buffer.from(`${encodeURIComponent(String(id))}:${encodeURIComponent(String(password))}`).toString("base64")}`;
  return {
    server,
    api,
    apiClient: basic(app.body["clientId"], app.body["clientSecret"]),
    machine: basic(secret.body["clientId"], secret.body["clientSecret"]),
    scope: `openid profile urn:zitadel:iam:org:project:id:${projectId}:aud`,
  };
}

async function measureServer({
  server,
  api,
  apiClient,
  machine,
  scope,
}: Prepared): Promise<readonly Measured[]> {
  const { url } = server;
  const pids = () => familyOf(server.pid);
  const grant = new URLSearchParams({ grant_type: "client_credentials", scope }).toString();
  const token = async () => {
    const { body } = await call("POST", `${url}/oauth/v2/token`, { ...form, authorization: machine }, grant);
    return String(body["access_token"]);
  };
  const access = await token();
  const introspection = new URLSearchParams({ token: access }).toString();
  const admin = { authorization: `Bearer ${server.token}` };
  const user = (n: number) => ({
    username: `user-${n}-${Date.now()}`,
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: `ada-${n}@example.com`, isVerified: true },
  });
  return [
    await measure("health", () => call("GET", `${url}/debug/healthz`, {}), pids),
    await measure("discovery", () => call("GET", `${url}/.well-known/openid-configuration`, {}), pids),
    await measure(
      "introspect",
      () => call("POST", `${url}/oauth/v2/introspect`, { ...form, authorization: apiClient }, introspection),
      pids,
    ),
    await measure(
      "userinfo",
      () => call("GET", `${url}/oidc/v1/userinfo`, { authorization: `Bearer ${access}` }),
      pids,
    ),
    await measure("client_credentials (opaque)", token, pids),
    await measure("session create", () => api("/v2/sessions", {}), pids),
    await measure("user create", (n) => api("/v2/users/human", user(n)), pids),
    await measure(
      "list organizations",
      () => call("POST", `${url}/v2/organizations/_search`, { ...json, ...admin }, "{}"),
      pids,
    ),
  ];
}

const server = await startServer();
try {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  console.log(
    `idle memory of server and PostgreSQL: ${Math.round(memoryMbOf(familyOf(server.pid)))} MB (PSS)`,
  );
  const raw = await yardstick();
  const results = await measureServer(await prepare(server));
  print([raw, ...results]);
  const sound = results.every(({ errors, perSecond }) => errors === 0 && perSecond > 0);
  if (!judge(raw, results) || !sound) process.exitCode = 1;
} finally {
  await server.stop();
  agent.destroy();
}
