/** What opens doors: tokens, permissions, roles, sessions. What was taken away opens none, anywhere. */
import { textAt, valueAt } from "../json.ts";
import type { Answer } from "../processes.ts";
import { makeProject } from "./configuration.ts";
import { human } from "./directory.ts";
import { done, type Fits, holds, lacks, type Node, name, pair } from "./pair.ts";

/** Who manages nothing here is told so; who manages something else is refused. */
const refused: Fits = ({ status }) => status === 403 || status === 404;
const unauthenticated: Fits = ({ status }) => status === 401;

async function makeMachine(writer: Node, n: number) {
  const userName = name("robot", n);
  const body = await done(writer.call("POST", "/management/v1/users/machine", { userName, name: "Robot" }));
  return { userId: textAt(body, "userId"), userName };
}

async function makeRobot(writer: Node, n: number) {
  const { userId } = await makeMachine(writer, n);
  const pat = await done(writer.call("POST", `/management/v1/users/${userId}/pats`, {}));
  return { userId, token: textAt(pat, "token"), tokenId: textAt(pat, "tokenId") };
}

/** A token is good on the other process at once, and no longer once it is removed. */
export const personalAccessToken = pair({
  make: makeRobot,
  readers: (reader, { token }) => ({
    "own user": reader.call("GET", "/auth/v1/users/me", undefined, token),
  }),
  steps: [
    { expected: ({ userId }) => holds(userId) },
    {
      write: (writer, { userId, tokenId }) =>
        writer.call("DELETE", `/management/v1/users/${userId}/pats/${tokenId}`),
      expected: () => unauthenticated,
    },
  ],
});

export const permission = pair({
  make: makeRobot,
  readers: (reader, { token }) => ({
    "permitted call": reader.call("POST", "/admin/v1/orgs/_search", {}, token),
  }),
  steps: [
    { expected: () => refused },
    {
      write: (writer, { userId }) =>
        writer.call("POST", "/admin/v1/members", { userId, roles: ["IAM_OWNER_VIEWER"] }),
      expected: () => holds("result"),
    },
    {
      write: (writer, { userId }) => writer.call("DELETE", `/admin/v1/members/${userId}`),
      expected: () => refused,
    },
  ],
});

/** A project with roles, and an API in it that introspects. */
async function makeApi(writer: Node, n: number) {
  const { id: projectId, path } = await makeProject(writer, n);
  for (const roleKey of ["reader", "writer"])
    await done(writer.call("POST", `${path}/roles`, { roleKey, displayName: roleKey }));
  const api = await done(
    writer.call("POST", `${path}/apps/api`, { name: "api", authMethodType: "API_AUTH_METHOD_TYPE_BASIC" }),
  );
  return { projectId, api: { id: textAt(api, "clientId"), secret: textAt(api, "clientSecret") } };
}

type Api = Awaited<ReturnType<typeof makeApi>>["api"];

const introspection = (reader: Node, { api, token }: { readonly api: Api; readonly token: string }) => ({
  introspection: reader.form("/oauth/v2/introspect", { token }, api),
  userinfo: reader.call("GET", "/oidc/v1/userinfo", undefined, token),
});

/** Active at introspection, and told who it is at userinfo. */
const isGood =
  (userId: string): Fits =>
  ({ status, body }) =>
    status === 200 && valueAt(body, "active") !== false && valueAt(body, "sub") === userId;
const isDead: Fits = ({ status, body }) =>
  status === 401 || (status === 200 && valueAt(body, "active") === false);

/** A service user's token for the project. */
async function makeServiceToken(writer: Node, n: number) {
  const { projectId, api } = await makeApi(writer, n);
  const { userId } = await makeMachine(writer, n);
  const secret = await done(writer.call("PUT", `/management/v1/users/${userId}/secret`, {}));
  const scope = `openid urn:zitadel:iam:org:projects:roles urn:zitadel:iam:org:project:id:${projectId}:aud`;
  const issued = await done(
    writer.form(
      "/oauth/v2/token",
      { grant_type: "client_credentials", scope },
      { id: textAt(secret, "clientId"), secret: textAt(secret, "clientSecret") },
    ),
  );
  return { projectId, api, userId, token: textAt(issued, "access_token") };
}

const user =
  (act: string) =>
  (writer: Node, { userId }: { readonly userId: string }) =>
    writer.call("POST", `/v2/users/${userId}/${act}`, {});

/** A token is as good as its user is. */
export const serviceToken = pair({
  make: makeServiceToken,
  readers: introspection,
  steps: [
    { expected: ({ userId }) => isGood(userId) },
    { write: user("deactivate"), expected: () => isDead },
    // What was deactivated begins anew: tokens of before are dead for good (ADR 013).
    { write: user("reactivate"), expected: () => isDead },
  ],
});

/** Roles stand in introspection and userinfo as they are given, and in the lists. */
export const userGrant = pair({
  make: async (writer, n) => {
    const made = await makeServiceToken(writer, n);
    const grants = `/management/v1/users/${made.userId}/grants`;
    const given = await done(
      writer.call("POST", grants, { projectId: made.projectId, roleKeys: ["reader"] }),
    );
    return { ...made, grant: `${grants}/${textAt(given, "userGrantId")}` };
  },
  readers: (reader, made) => ({
    ...introspection(reader, made),
    list: reader.call("POST", "/management/v1/users/grants/_search", {
      queries: [{ userIdQuery: { userId: made.userId } }],
    }),
  }),
  steps: [
    { expected: ({ projectId }) => both(holds(projectId, "reader"), lacks("writer")) },
    {
      write: (writer, { grant }) => writer.call("PUT", grant, { roleKeys: ["writer"] }),
      expected: () => both(holds("writer"), lacks("reader")),
    },
    { write: (writer, { grant }) => writer.call("DELETE", grant), expected: () => lacks("writer") },
  ],
});

const both =
  (one: Fits, other: Fits): Fits =>
  (answer: Answer) =>
    one(answer) && other(answer);

const redirectUri = "https://app.example.com/cb";

/** Somebody logged in to an application, through a login of the application's own. */
async function makeLogin(writer: Node, n: number) {
  const { projectId, api } = await makeApi(writer, n);
  const app = await done(
    writer.call("POST", `/management/v1/projects/${projectId}/apps/oidc`, {
      name: "web",
      redirectUris: [redirectUri],
      responseTypes: ["OIDC_RESPONSE_TYPE_CODE"],
      grantTypes: ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE"],
      appType: "OIDC_APP_TYPE_WEB",
      authMethodType: "OIDC_AUTH_METHOD_TYPE_BASIC",
    }),
  );
  const client = { id: textAt(app, "clientId"), secret: textAt(app, "clientSecret") };
  const username = name("visitor", n);
  const added = await done(
    writer.call("POST", "/v2/users/human", { ...human(username), password: { password: "Password1!" } }),
  );
  const opened = await done(
    writer.call("POST", "/v2/sessions", {
      checks: { user: { loginName: username }, password: { password: "Password1!" } },
    }),
  );
  const session = { sessionId: textAt(opened, "sessionId"), sessionToken: textAt(opened, "sessionToken") };
  const token = await codeFlow(writer, client, session, await makeLoginClient(writer, n));
  return { api, client, token, userId: textAt(added, "userId"), sessionId: session.sessionId };
}

/** What a login of one's own acts as. */
async function makeLoginClient(writer: Node, n: number): Promise<string> {
  const { userId, token } = await makeRobot(writer, n);
  await done(writer.call("POST", "/admin/v1/members", { userId, roles: ["IAM_LOGIN_CLIENT"] }));
  return token;
}

async function codeFlow(writer: Node, client: Api, session: object, loginToken: string): Promise<string> {
  const request = new URLSearchParams({
    client_id: client.id,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid",
  });
  const { location } = await writer.visit(`/oauth/v2/authorize?${request}`);
  const id = new URL(location ?? "").searchParams.get("authRequest");
  const finished = await done(writer.call("POST", `/v2/oidc/auth_requests/${id}`, { session }, loginToken));
  const code = new URL(textAt(finished, "callbackUrl")).searchParams.get("code") ?? "";
  const grant = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  return textAt(await done(writer.form("/oauth/v2/token", grant, client)), "access_token");
}

export const revokedToken = pair({
  make: makeLogin,
  readers: introspection,
  steps: [
    { expected: ({ userId }) => isGood(userId) },
    {
      write: (writer, { token, client }) => writer.form("/oauth/v2/revoke", { token }, client),
      expected: () => isDead,
    },
  ],
});

export const endedLogin = pair({
  make: makeLogin,
  readers: introspection,
  steps: [
    { expected: ({ userId }) => isGood(userId) },
    {
      write: (writer, { sessionId }) => writer.call("DELETE", `/v2/sessions/${sessionId}`, {}),
      expected: () => isDead,
    },
  ],
});

/** A session's token changes with it: the old one is no longer good anywhere. */
export const session = pair({
  make: async (writer, n) => {
    const body = await done(writer.call("POST", "/v2/sessions", {}));
    const note = Buffer.from(name("value", n)).toString("base64");
    return { id: textAt(body, "sessionId"), sessionToken: textAt(body, "sessionToken"), note };
  },
  readers: (reader, { id }) => ({
    get: reader.call("GET", `/v2/sessions/${id}`),
    list: reader.call("POST", "/v2/sessions/search", { queries: [{ idsQuery: { ids: [id] } }] }),
  }),
  steps: [
    { expected: ({ id }) => holds(id) },
    {
      write: (writer, { id, sessionToken, note }) =>
        writer.call("PATCH", `/v2/sessions/${id}`, { sessionToken, metadata: { note } }),
      expected: ({ note }) => holds(note),
    },
    {
      write: (writer, { id }) => writer.call("DELETE", `/v2/sessions/${id}`, {}),
      expected: ({ id }) => lacks(id),
    },
  ],
});
