/**
 * `npm run bench`: what one busy core serves over the public port, beside yardsticks of the same run. Figures of
 * different machines and moments cannot be compared; the ratios of one run can.
 */
import { measureBeside } from "./beside.ts";
import { call, hangUp, json } from "./http.ts";
import { familyOf, type Measured, measure, memoryMbOf, print } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";
import { prepare, type Subject } from "./subject.ts";
import { measureMachine } from "./yardstick.ts";

/** What must be reached per busy core there; elsewhere the bars scale with the yardstick. */
const bars: Readonly<Record<string, number>> = {
  introspect: 5_000,
  userinfo: 5_000,
  "client_credentials (opaque)": 2_500,
  "session create": 2_500,
  "user create": 1_500,
};

/** Each result against its bar, scaled to how fast this machine is now. */
function judge(speed: number, results: readonly Measured[]): boolean {
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
  const { raw, speed } = await measureMachine();
  const subject = await prepare(server);
  const results = await measureServer(server, subject);
  print([raw, ...results]);
  const sound = results.every(({ errors, perSecond }) => errors === 0 && perSecond > 0);
  const judged = judge(speed, results);
  const beside = await measureBeside(server, subject);
  if (!judged || !beside || !sound) process.exitCode = 1;
} finally {
  await server.stop();
  hangUp();
}
