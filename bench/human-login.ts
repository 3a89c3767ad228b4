/**
 * `node bench/human-login.ts` after `npm run build`: people who log in to an application by our pages, in the eight
 * requests of ZITADEL's human_password_login, beside the bare hash (bcrypt of cost 12): nine tenths must be left. And
 * what a page costs: CPU, time with 16 in flight, bytes over the wire. Beside raw node:http, whose speed says what would be
 * left and cost on the machine that the bars were set on: by that they count as reached.
 */
import { createHash, randomBytes } from "node:crypto";
import { createSecrets, type HashPolicy, parseMasterKeys } from "../server/src/platform/crypto/index.ts";
import { call, form, hangUp, json, type RawReply, send } from "./http.ts";
import { cpuSecondsOf, familyOf, type Load, type Measured, measure, measureLoad, print } from "./measure.ts";
import { type BenchServer, startServer } from "./server.ts";
import { judge, measureMachine } from "./yardstick.ts";

const password = "Password1!";
const policy: HashPolicy = { algorithm: "bcrypt", cost: 12 };
const redirectUri = "https://app.example.com/callback";
const people = 50;
const hashing = { concurrency: 4, seconds: 10 };
/** The product is measured as it serves and not as it starts: until then its code is compiled. */
const runInSeconds = 15;
const bars = { sharePercent: 90, pageCpuMs: 1, pageP95Ms: 20, firstVisitBytes: 60_000 };

async function bare(): Promise<Measured> {
  const secrets = createSecrets({ keys: parseMasterKeys("a-master-key-for-the-bench-only!"), policy });
  const encoded = await secrets.hashPassword(password);
  const verify = async () => {
    if (!(await secrets.verifyPassword(encoded, password)).ok) throw new Error("the hash does not verify");
  };
  return measure("bare hash", verify, () => [process.pid], hashing);
}

/** A public client, and people whom nobody asks for more than a password. @returns the client's id */
async function prepare({ url, token }: BenchServer): Promise<string> {
  const headers = { ...json, authorization: `Bearer ${token}` };
  const api = async (method: string, path: string, body: object) =>
    (await call(method, `${url}${path}`, headers, JSON.stringify(body))).body;
  await api("PUT", "/admin/v1/policies/login", {
    allowUsernamePassword: true,
    mfaInitSkipLifetime: "0s",
    passwordCheckLifetime: "864000s",
    secondFactorCheckLifetime: "64800s",
    multiFactorCheckLifetime: "43200s",
    externalLoginCheckLifetime: "864000s",
  });
  for (let n = 0; n < people; n += 1)
    await api("POST", "/v2/users/human", {
      username: `person-${n}@example.com`,
      profile: { givenName: "Ada", familyName: "Lovelace" },
      email: { email: `person-${n}@example.com`, isVerified: true },
      password: { password, changeRequired: false },
    });
  const project = await api("POST", "/management/v1/projects", { name: "Bench" });
  const app = await api("POST", `/management/v1/projects/${String(project["id"])}/apps/oidc`, {
    name: "App",
    redirectUris: [redirectUri],
    responseTypes: ["OIDC_RESPONSE_TYPE_CODE"],
    grantTypes: ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
    appType: "OIDC_APP_TYPE_USER_AGENT",
    authMethodType: "OIDC_AUTH_METHOD_TYPE_NONE",
  });
  return String(app["clientId"]);
}

/** A browser that is new to the house: it keeps the one cookie, and sends the forms that it is shown. */
function newBrowser(url: string) {
  let cookie = "";
  const visit = async (method: string, path: string, body?: URLSearchParams): Promise<RawReply> => {
    const kept = cookie === "" ? {} : { cookie };
    const answer = await send(
      method,
      `${url}${path}`,
      body === undefined ? kept : { ...form, ...kept },
      body?.toString(),
    );
    const [set] = answer.headers["set-cookie"] ?? [];
    cookie = set?.split(";")[0] ?? cookie;
    return answer;
  };
  return {
    visit,
    /** Where the answer leads, seen from the house. @throws Error where no redirect answers */
    follow: async (method: string, path: string, body?: URLSearchParams): Promise<string> => {
      const { status, headers, text } = await visit(method, path, body);
      if (headers.location === undefined) throw new Error(`${path}: ${status} ${text.slice(0, 200)}`);
      const { origin, pathname, search, href } = new URL(headers.location, url);
      return origin === url ? `${pathname}${search}` : href;
    },
  };
}

/** What the form with this field carries by itself, and what is typed. */
function fill(page: string, typed: Readonly<Record<string, string>>): URLSearchParams {
  const [field = ""] = Object.keys(typed);
  const shown = (page.match(/<form[\s\S]*?<\/form>/g) ?? []).find((one) => one.includes(`name="${field}"`));
  const body = new URLSearchParams();
  for (const [input] of (shown ?? "").matchAll(/<input[^>]*>/g)) {
    const [, name] = /\bname="([^"]+)"/.exec(input) ?? [];
    const [, value = ""] = /\bvalue="([^"]*)"/.exec(input) ?? [];
    if (name !== undefined) body.set(name, value);
  }
  for (const [name, value] of Object.entries(typed)) body.set(name, value);
  return body;
}

const authorizePath = (clientId: string, challenge: string): string =>
  `/oauth/v2/authorize?${new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid profile",
    code_challenge: challenge,
    code_challenge_method: "S256",
  })}`;

/** Eight requests: the application's, the entry, each page and its form, the end, and the tokens. */
async function logIn(url: string, clientId: string, n: number): Promise<void> {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const { visit, follow } = newBrowser(url);
  const entry = await follow("GET", authorizePath(clientId, challenge));
  const namePath = await follow("GET", entry);
  const namePage = await visit("GET", namePath);
  const name = fill(namePage.text, { loginName: `person-${n % people}@example.com` });
  const passwordPath = await follow("POST", namePath.split("?")[0] ?? "", name);
  const passwordPage = await visit("GET", passwordPath);
  const end = await follow("POST", passwordPath.split("?")[0] ?? "", fill(passwordPage.text, { password }));
  const code = new URL(await follow("GET", end), url).searchParams.get("code");
  const body = new URLSearchParams({
    grant_type: "authorization_code",
    client_id: clientId,
    redirect_uri: redirectUri,
    code: code ?? "",
    code_verifier: verifier,
  });
  await call("POST", `${url}/oauth/v2/token`, form, body.toString());
}

/** How much of the hash's rate is left to logins; what they cost beside it gets faster with the machine, the hash stays. */
function judgeShare(logins: Measured, without: Measured, speed: number): boolean {
  const hash = 1 / without.perBusyCore;
  const beside = 1 / logins.perBusyCore - hash;
  const left = (cost: number): number => (100 * hash) / (hash + cost);
  console.log(`a login costs ${(beside * 1000).toFixed(1)} ms of CPU beside the hash`);
  const [here, there] = [left(beside), left(beside * speed)];
  const bar = bars.sharePercent;
  return judge({
    name: "of the bare hash",
    here,
    there,
    bar,
    unit: " %",
    atLeast: true,
    sound: logins.errors === 0,
  });
}

/** CPU of Node and PostgreSQL for a page that is shown again and again, and how long people wait for it. */
async function measurePage(
  server: BenchServer,
  name: string,
  path: string,
  speed: number,
): Promise<readonly boolean[]> {
  const { visit } = newBrowser(server.url);
  await visit("GET", path);
  const times: number[] = [];
  const show = async () => {
    const began = performance.now();
    const { status } = await visit("GET", path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    times.push(performance.now() - began);
  };
  const pids = () => familyOf(server.pid);
  const { perBusyCore, errors } = await measure(name, show, pids);
  const sorted = times.toSorted((a, b) => a - b);
  const judged = (what: string, here: number, bar: number): boolean =>
    judge({ name: `${name}: ${what}`, here, there: here * speed, bar, unit: " ms", sound: errors === 0 });
  return [
    judged("CPU", 1000 / perBusyCore, bars.pageCpuMs),
    judged("p95 of 16", sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN, bars.pageP95Ms),
  ];
}

/** What a browser that has nothing yet fetches for the first page. */
async function weigh({ url }: BenchServer, path: string): Promise<boolean> {
  const compressed = { "accept-encoding": "br, gzip" };
  const plain = await send("GET", `${url}${path}`, {});
  const links = [...plain.text.matchAll(/(?:href|src)="(\/ui\/v2\/login\/assets\/[^"]+)"/g)];
  const all = [path, ...new Set(links.map(([, at = ""]) => at))];
  const replies = await Promise.all(all.map((at) => send("GET", `${url}${at}`, compressed)));
  const bytes = replies.reduce((sum, reply) => sum + reply.bytes, 0);
  const sound = replies.length > 2 && replies.every(({ status }) => status === 200);
  const name = `first visit, ${all.length} requests`;
  return judge({ name, here: bytes, there: bytes, bar: bars.firstVisitBytes, unit: " bytes", sound });
}

const { raw, speed } = await measureMachine();
const without = await bare();
const server = await startServer({
  GATEHOUSE_HASHING_ALGORITHM: "bcrypt",
  GATEHOUSE_HASHING_BCRYPT_COST: "12",
});
try {
  const clientId = await prepare(server);
  const before = cpuSecondsOf(server.pid);
  await logIn(server.url, clientId, 0);
  console.log(`the first login took ${((cpuSecondsOf(server.pid) - before) * 1000).toFixed(0)} ms of CPU`);
  const load: Load = {
    operation: (n) => logIn(server.url, clientId, n),
    pids: () => familyOf(server.pid),
  };
  await measureLoad(load, runInSeconds, hashing.concurrency);
  const logins = await measure("human_password_login", load.operation, load.pids, hashing);
  print([raw, without, logins]);
  const passwordPath = "/ui/v2/login/password?loginName=person-1%40example.com";
  const reached = [
    judgeShare(logins, without, speed),
    ...(await measurePage(server, "login name page", "/ui/v2/login/loginname", speed)),
    ...(await measurePage(server, "password page", passwordPath, speed)),
    await weigh(server, "/ui/v2/login/loginname"),
  ];
  if (!reached.every(Boolean)) process.exitCode = 1;
} finally {
  await server.stop();
  hangUp();
}
