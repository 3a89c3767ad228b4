/**
 * `npm run bench`: what one busy core serves over the public port, beside yardsticks of the same run. Figures of
 * different machines and moments cannot be compared; the ratios of one run can.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { measureBeside } from "./beside.ts";
import { call, hangUp, json } from "./http.ts";
import { familyOf, type Measured, measure, memoryMbOf, print } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";
import { prepare, type Subject } from "./subject.ts";

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

async function measureServer(
  { url, pid, token }: BenchServer,
  { api, introspect, userinfo, clientCredentials }: Subject,
): Promise<readonly Measured[]> {
  const pids = () => familyOf(pid);
  const admin = { ...json, authorization: `Bearer ${token}` };
  const user = (n: number) => ({
    username: `user-${n}-${Date.now()}`,
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: `ada-${n}@example.com`, isVerified: true },
  });
  return [
    await measure("health", () => call("GET", `${url}/debug/healthz`, {}), pids),
    await measure("discovery", () => call("GET", `${url}/.well-known/openid-configuration`, {}), pids),
    await measure("introspect", introspect, pids),
    await measure("userinfo", userinfo, pids),
    await measure("client_credentials (opaque)", clientCredentials({ idToken: true }), pids),
    await measure("session create", () => api("/v2/sessions", {}), pids),
    await measure("user create", (n) => api("/v2/users/human", user(n)), pids),
    await measure(
      "list organizations",
      () => call("POST", `${url}/v2/organizations/_search`, admin, "{}"),
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
  const subject = await prepare(server);
  const results = await measureServer(server, subject);
  print([raw, ...results]);
  const sound = results.every(({ errors, perSecond }) => errors === 0 && perSecond > 0);
  const judged = judge(raw, results);
  const beside = await measureBeside(server, subject);
  if (!judged || !beside || !sound) process.exitCode = 1;
} finally {
  await server.stop();
  hangUp();
}
