import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "./server.ts";
import { password } from "./world.ts";

const run = promisify(execFile);

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => server?.stop());

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Plain curl, as anybody would type it. */
async function curl(
  method: string,
  path: string,
  body?: object,
  token = server.pat,
  more: readonly string[] = [],
): Promise<Answer> {
  const args = [...more, "-sS", "-X", method, server.origin + path, "-w", "\n%{http_code}"];
  if (token !== "") args.push("-H", `Authorization: Bearer ${token}`);
  if (body !== undefined) args.push("-H", "Content-Type: application/json", "-d", JSON.stringify(body));
  const { stdout } = await run("curl", args);
  const cut = stdout.lastIndexOf("\n");
  const text = stdout.slice(0, cut);
  return { status: Number(stdout.slice(cut + 1)), body: text === "" ? undefined : JSON.parse(text) };
}

/** The field of an answer that the next call needs. */
function field({ status, body }: Answer, name: string): string {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return String((body as Readonly<Record<string, unknown>>)[name]);
}

test("an organization: add, find, rename, deactivate, remove", async () => {
  const id = field(await curl("POST", "/v2/organizations", { name: "Curl Works" }), "organizationId");
  const found = await curl("POST", "/v2/organizations/_search", { queries: [{ idQuery: { id } }] });
  expect(found.body).toMatchObject({
    details: { totalResult: "1" },
    result: [{ id, name: "Curl Works", state: "ORGANIZATION_STATE_ACTIVE" }],
  });
  const renamed = await curl("PUT", "/management/v1/orgs/me", { name: "Curl Renamed" }, server.pat, [
    "-H",
    `x-zitadel-orgid: ${id}`,
  ]);
  expect(renamed).toMatchObject({ status: 200, body: { details: {} } });
  expect(await curl("GET", `/admin/v1/orgs/${id}`)).toMatchObject({
    status: 200,
    body: { org: { id, name: "Curl Renamed" } },
  });
  expect(await curl("DELETE", `/admin/v1/orgs/${id}`)).toMatchObject({ status: 200 });
  expect(await curl("GET", `/admin/v1/orgs/${id}`)).toMatchObject({ status: 404, body: { code: 5 } });
});

test("a user: add, read, rename, lock, unlock, remove", async () => {
  const added = await curl("POST", "/v2/users/human", {
    username: "curly",
    profile: { givenName: "Cur", familyName: "Ly" },
    email: { email: "curly@example.test", isVerified: true },
    password: { password, changeRequired: false },
  });
  const id = field(added, "userId");
  expect(await curl("GET", `/v2/users/${id}`)).toMatchObject({
    status: 200,
    body: { user: { userId: id, username: "curly", state: "USER_STATE_ACTIVE" } },
  });
  const changed = await curl("PUT", `/management/v1/users/${id}/username`, { userName: "curlier" });
  expect(changed.status).toBe(200);
  expect((await curl("POST", `/v2/users/${id}/lock`, {})).status).toBe(200);
  expect(await curl("GET", `/v2/users/${id}`)).toMatchObject({
    body: { user: { username: "curlier", state: "USER_STATE_LOCKED" } },
  });
  expect((await curl("POST", `/v2/users/${id}/unlock`, {})).status).toBe(200);
  expect((await curl("DELETE", `/v2/users/${id}`)).status).toBe(200);
  expect(await curl("GET", `/v2/users/${id}`)).toMatchObject({ status: 404, body: { code: 5 } });
});

test("a project and its application: add, read, list, new secret, remove", async () => {
  const projects = "/management/v1/projects";
  const project = field(await curl("POST", projects, { name: "Curl Project" }), "id");
  const apps = `${projects}/${project}/apps`;
  const added = await curl("POST", `${apps}/oidc`, {
    name: "Web",
    redirectUris: ["https://app.example.test/callback"],
    responseTypes: ["OIDC_RESPONSE_TYPE_CODE"],
    grantTypes: ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
    appType: "OIDC_APP_TYPE_WEB",
    authMethodType: "OIDC_AUTH_METHOD_TYPE_BASIC",
  });
  const [app, secret] = [field(added, "appId"), field(added, "clientSecret")];
  expect(secret.length).toBeGreaterThan(20);
  expect(await curl("GET", `${apps}/${app}`)).toMatchObject({
    status: 200,
    body: {
      app: { id: app, name: "Web", oidcConfig: { redirectUris: ["https://app.example.test/callback"] } },
    },
  });
  const listed = await curl("POST", `${apps}/_search`, {});
  expect(listed.body).toMatchObject({ result: [{ id: app }] });
  const renewed = await curl("POST", `${apps}/${app}/oidc_config/_generate_client_secret`, {});
  expect(field(renewed, "clientSecret")).not.toBe(secret);
  expect((await curl("DELETE", `${apps}/${app}`)).status).toBe(200);
  expect((await curl("GET", `${apps}/${app}`)).status).toBe(404);
  expect((await curl("DELETE", `${projects}/${project}`)).status).toBe(200);
});

test("errors have a code, words and a detail with the id", async () => {
  const missing = await curl("GET", "/management/v1/projects/404");
  expect(missing).toMatchObject({ status: 404, body: { code: 5 } });
  expect(JSON.stringify(missing.body)).toMatch(/"id":"[A-Z]+-\w{5}"/);
  expect(await curl("GET", "/management/v1/orgs/me", undefined, "")).toMatchObject({
    status: 401,
    body: { code: 16 },
  });
  expect(await curl("POST", "/management/v1/projects", { name: "" })).toMatchObject({
    status: 400,
    body: { code: 3 },
  });
  expect((await curl("GET", "/management/v1/nowhere")).status).toBe(404);
});

test("a body that is no JSON is refused by name, and unknown fields are let pass", async () => {
  const args = [
    "-sS",
    "-X",
    "POST",
    `${server.origin}/management/v1/projects`,
    "-w",
    "%{http_code}",
    "-o",
    "/dev/null",
  ];
  const headers = ["-H", `Authorization: Bearer ${server.pat}`, "-H", "Content-Type: application/json"];
  expect((await run("curl", [...args, ...headers, "-d", "{nonsense"])).stdout).toBe("400");
  expect((await curl("POST", "/management/v1/projects", { name: "Odd", shoeSize: 43 })).status).toBe(200);
});
