/** What is written on one process and read on another: every kind of thing, by each of its readers. */
import type { Answer, ServerProcess } from "./processes.ts";

/** Names what a reader did not see, or saw and should not have. */
export type Stale = string;

interface Node {
  call: ServerProcess["call"];
}

/** Answers with the stale readers; none when all is well. */
export type Pair = (writer: Node, reader: Node, n: number) => Promise<readonly Stale[]>;

/** @throws Error when the writing itself was refused: the pair has seen nothing */
async function done(call: Promise<Answer>): Promise<Answer["body"]> {
  const { status, body } = await call;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** Every reader must answer with `expected`, which is looked up in its answer. */
async function seen(
  readers: Readonly<Record<string, Promise<Answer>>>,
  fits: (answer: Answer) => boolean,
): Promise<readonly Stale[]> {
  const stale: Stale[] = [];
  for (const [name, reading] of Object.entries(readers)) {
    const answer = await reading;
    if (!fits(answer)) stale.push(`${name}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  }
  return stale;
}

const holds =
  (...texts: readonly string[]) =>
  ({ status, body }: Answer): boolean =>
    status < 300 && texts.every((text) => JSON.stringify(body).includes(text));

const lacks =
  (text: string) =>
  ({ status, body }: Answer): boolean =>
    status === 404 || (status < 300 && !JSON.stringify(body).includes(text));

/** Who manages nothing here is told so; who manages something else is refused. */
const refused = ({ status }: Answer): boolean => status === 403 || status === 404;

const name = (kind: string, n: number): string => `${kind}-${n}-${Math.random().toString(36).slice(2, 8)}`;

const human = (username: string) => ({
  username,
  profile: { givenName: "Ada", familyName: "Lovelace" },
  email: { email: `${username}@example.com`, isVerified: true },
});

const orgReaders = (node: Node, id: string) => ({
  "admin get": node.call("GET", `/admin/v1/orgs/${id}`),
  "v2 list": node.call("POST", "/v2/organizations/_search", { queries: [{ idQuery: { id } }] }),
});

const userReaders = (node: Node, id: string) => ({
  "v2 get": node.call("GET", `/v2/users/${id}`),
  "v2 list": node.call("POST", "/v2/users", { queries: [{ inUserIdsQuery: { userIds: [id] } }] }),
  "v1 get": node.call("GET", `/management/v1/users/${id}`),
});

const organization: Pair = async (writer, reader, n) => {
  const called = name("org", n);
  const { organizationId: id } = await done(writer.call("POST", "/v2/organizations", { name: called }));
  return seen(orgReaders(reader, id), holds(called));
};

const renamedOrganization: Pair = async (writer, reader, n) => {
  const { organizationId: id } = await done(
    writer.call("POST", "/v2/organizations", { name: name("old", n) }),
  );
  await seen(orgReaders(reader, id), holds(id));
  const renamed = name("renamed", n);
  await done(writer.call("POST", `/v2/organizations/${id}`, { name: renamed }));
  return seen(orgReaders(reader, id), holds(renamed));
};

const removedOrganization: Pair = async (writer, reader, n) => {
  const { organizationId: id } = await done(
    writer.call("POST", "/v2/organizations", { name: name("gone", n) }),
  );
  await seen(orgReaders(reader, id), holds(id));
  await done(writer.call("DELETE", `/v2/organizations/${id}`));
  return seen(orgReaders(reader, id), lacks(id));
};

const user: Pair = async (writer, reader, n) => {
  const username = name("user", n);
  const { userId } = await done(writer.call("POST", "/v2/users/human", human(username)));
  return seen(
    {
      ...userReaders(reader, userId),
      "by login name": reader.call("POST", "/v2/users", {
        queries: [{ loginNameQuery: { loginName: username } }],
      }),
    },
    holds(userId, username),
  );
};

const changedUser: Pair = async (writer, reader, n) => {
  const { userId } = await done(writer.call("POST", "/v2/users/human", human(name("before", n))));
  const nickName = name("nick", n);
  await done(
    writer.call("PUT", `/v2/users/human/${userId}`, {
      profile: { givenName: "Ada", familyName: "King", nickName },
    }),
  );
  return seen(userReaders(reader, userId), holds(nickName));
};

const removedUser: Pair = async (writer, reader, n) => {
  const { userId } = await done(writer.call("POST", "/v2/users/human", human(name("leaver", n))));
  await done(writer.call("DELETE", `/v2/users/${userId}`));
  return seen(userReaders(reader, userId), lacks(userId));
};

const session: Pair = async (writer, reader) => {
  const { sessionId } = await done(writer.call("POST", "/v2/sessions", {}));
  return seen(
    {
      get: reader.call("GET", `/v2/sessions/${sessionId}`),
      list: reader.call("POST", "/v2/sessions/search", { queries: [{ idsQuery: { ids: [sessionId] } }] }),
    },
    holds(sessionId),
  );
};

/** A token is good on the other process at once, and no longer once it is removed. */
const token: Pair = async (writer, reader, n) => {
  const { userId } = await done(
    writer.call("POST", "/management/v1/users/machine", { userName: name("robot", n), name: "Robot" }),
  );
  const pat = await done(writer.call("POST", `/management/v1/users/${userId}/pats`, {}));
  const mine = () => ({ "own user": reader.call("GET", "/auth/v1/users/me", undefined, pat.token) });
  const unseen = await seen(mine(), holds(userId));
  await done(writer.call("DELETE", `/management/v1/users/${userId}/pats/${pat.tokenId}`));
  return [...unseen, ...(await seen(mine(), ({ status }) => status === 401))];
};

/** So is a permission. */
const permission: Pair = async (writer, reader, n) => {
  const { userId } = await done(
    writer.call("POST", "/management/v1/users/machine", { userName: name("manager", n), name: "Manager" }),
  );
  const pat = await done(writer.call("POST", `/management/v1/users/${userId}/pats`, {}));
  const orgs = () => ({
    "permitted call": reader.call("POST", "/admin/v1/orgs/_search", {}, pat.token),
  });
  const early = await seen(orgs(), refused);
  await done(writer.call("POST", "/admin/v1/members", { userId, roles: ["IAM_OWNER_VIEWER"] }));
  const unseen = await seen(orgs(), holds("result"));
  await done(writer.call("DELETE", `/admin/v1/members/${userId}`));
  return [...early, ...unseen, ...(await seen(orgs(), refused))];
};

/** Configuration, which every process caches: read before the change, so that the cache is warm. */
const configuration: Pair = async (writer, reader, n) => {
  const { id: projectId } = await done(
    writer.call("POST", "/management/v1/projects", { name: name("project", n) }),
  );
  const app = await done(
    writer.call("POST", `/management/v1/projects/${projectId}/apps/api`, {
      name: name("app", n),
      authMethodType: "API_AUTH_METHOD_TYPE_BASIC",
    }),
  );
  const readers = () => ({
    "project get": reader.call("GET", `/management/v1/projects/${projectId}`),
    "project list": reader.call("POST", "/management/v1/projects/_search", {}),
  });
  const appReaders = () => ({
    "app get": reader.call("GET", `/management/v1/projects/${projectId}/apps/${app.appId}`),
    "app list": reader.call("POST", `/management/v1/projects/${projectId}/apps/_search`, {}),
  });
  await seen(readers(), holds(projectId));
  await seen(appReaders(), holds(app.appId));
  const [called, appCalled] = [name("changed", n), name("changed-app", n)];
  await done(writer.call("PUT", `/management/v1/projects/${projectId}`, { name: called }));
  await done(
    writer.call("PUT", `/management/v1/projects/${projectId}/apps/${app.appId}`, { name: appCalled }),
  );
  const stale = [...(await seen(readers(), holds(called))), ...(await seen(appReaders(), holds(appCalled)))];
  // Lists have pages: what is not removed would push later ones off the first.
  await done(writer.call("DELETE", `/management/v1/projects/${projectId}`));
  return [...stale, ...(await seen(readers(), lacks(projectId)))];
};

/** A session's token changes with it: the old one is no longer good anywhere. */
const changedSession: Pair = async (writer, reader, n) => {
  const { sessionId, sessionToken } = await done(writer.call("POST", "/v2/sessions", {}));
  const value = Buffer.from(name("value", n)).toString("base64");
  await done(writer.call("PATCH", `/v2/sessions/${sessionId}`, { sessionToken, metadata: { note: value } }));
  const get = () => ({ get: reader.call("GET", `/v2/sessions/${sessionId}`) });
  const unseen = await seen(get(), holds(value));
  await done(writer.call("DELETE", `/v2/sessions/${sessionId}`, {}));
  return [...unseen, ...(await seen(get(), lacks(sessionId)))];
};

export const pairs: Readonly<Record<string, Pair>> = {
  organization,
  renamedOrganization,
  removedOrganization,
  user,
  changedUser,
  removedUser,
  session,
  token,
  permission,
  configuration,
  changedSession,
};

/**
 * Writes and reads `count` pairs, each kind in turn and each process in turn the writer.
 * @returns the stale ones, each with its kind
 */
export async function runPairs(nodes: readonly [Node, Node], count: number): Promise<readonly string[]> {
  const kinds = Object.entries(pairs);
  const stale: string[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    for (let n = next++; n < count; n = next++) {
      const [kind, pair] = kinds[n % kinds.length] as (typeof kinds)[number];
      const [first, second] = n % 2 === 0 ? nodes : [nodes[1], nodes[0]];
      try {
        stale.push(...(await pair(first, second, n)).map((what) => `${kind}, ${what}`));
      } catch (error) {
        stale.push(`${kind} could not be written: ${String(error)}`);
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, worker));
  return stale;
}
