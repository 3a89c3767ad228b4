/**
 * `node bench/self-service.ts` after `npm run build`: what people's logins and their managers' work cost, in the
 * iterations of ZITADEL's published load tests, per busy core beside the best of their figures (v4.19.2, machines of
 * their own). The bar is ten times theirs, where no password is hashed; `bench/password.ts` has those. It is judged by what
 * was measured, and by what that would be on the machine of our bars.
 */
import { call, hangUp, json, type Reply } from "./http.ts";
import { familyOf, type Measured, measure, print } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";
import { judge, measureMachine } from "./yardstick.ts";

/** Iterations a second per busy core of application and database. */
const published: Readonly<Record<string, number>> = {
  add_session: 90.8,
  otp_session: 17.8,
  manipulate_user: 2.4,
};
const factor = 10;
const people = 200;

type Api = (method: string, path: string, body: object) => Promise<Reply>;

const apiOf =
  ({ url, token }: BenchServer): Api =>
  (method, path, body) =>
    call(method, `${url}${path}`, { ...json, authorization: `Bearer ${token}` }, JSON.stringify(body));

const human = (name: string) => ({
  username: name,
  profile: { givenName: "Ada", familyName: "Lovelace" },
  email: { email: `${name}@example.com`, isVerified: true },
});

/** People with one-time passwords by mail. @returns their ids */
async function addPeople(api: Api): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let n = 0; n < people; n += 1) {
    const { body } = await api("POST", "/v2/users/human", human(`person-${n}`));
    const id = String(body["userId"]);
    await api("POST", `/v2/users/${id}/otp_email`, {});
    ids.push(id);
  }
  return ids;
}

const textOf = (value: unknown, name: string): string => String(Reflect.get(Object(value), name));

async function measureAll(server: BenchServer): Promise<readonly Measured[]> {
  const api = apiOf(server);
  const pids = () => familyOf(server.pid);
  const ids = await addPeople(api);
  const userOf = (n: number) => ({ user: { userId: ids[n % ids.length] } });
  return [
    await measure("add_session", (n) => api("POST", "/v2/sessions", { checks: userOf(n) }), pids),
    await measure(
      "otp_session",
      async (n) => {
        const { body } = await api("POST", "/v2/sessions", {
          checks: userOf(n),
          challenges: { otpEmail: { returnCode: {} } },
        });
        const code = textOf(body["challenges"], "otpEmail");
        await api("PATCH", `/v2/sessions/${String(body["sessionId"])}`, { checks: { otpEmail: { code } } });
      },
      pids,
    ),
    await measure(
      "manipulate_user",
      async (n) => {
        const { body } = await api("POST", "/v2/users/human", human(`worked-${n}-${Date.now()}`));
        const path = `/v2/users/${String(body["userId"])}`;
        await api("PUT", path.replace("users", "users/human"), {
          profile: { givenName: "Augusta", familyName: "King" },
        });
        await api("POST", `${path}/lock`, {});
        await call("DELETE", `${server.url}${path}`, { authorization: `Bearer ${server.token}` });
      },
      pids,
    ),
  ];
}

/** Whether all reach their bar, scaled to this machine. */
function judgeAll(results: readonly Measured[], speed: number): boolean {
  const judged = results.map(({ name, perBusyCore: here, errors }) => {
    const bar = (published[name] ?? Number.NaN) * factor;
    return judge({ name, here, there: here / speed, bar, unit: "/s", atLeast: true, sound: errors === 0 });
  });
  return judged.length > 0 && judged.every(Boolean);
}

const { raw, speed } = await measureMachine();
const server = await startServer();
try {
  const results = await measureAll(server);
  print([raw, ...results]);
  if (!judgeAll(results, speed)) process.exitCode = 1;
} finally {
  await server.stop();
  hangUp();
}
