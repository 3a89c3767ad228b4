/** Writers that remember what was acknowledged, for tests that kill what they write to. */
import { setTimeout as sleep } from "node:timers/promises";
import { textAt, valueAt } from "./json.ts";
import type { Answer, ServerProcess } from "./processes.ts";

export interface Load {
  acknowledged(): number;
  /** What was answered instead, as `HTTP status, gRPC code`, and how often. Lost connections do not count. */
  failures(): ReadonlyMap<string, number>;
  /** Sends nothing more, and waits for what is under way. */
  stop(): Promise<void>;
  /** Acknowledged writes that the server does not know. */
  lost(server: ServerProcess): Promise<readonly string[]>;
}

const writers = 6;
const pageSize = 200;

/** One user is created and then renamed again and again by each writer, in turns with new sessions. */
export function startLoad({ call }: ServerProcess, name = "load"): Load {
  const users = new Map<string, { sent: number; known: number }>();
  const sessions = new Set<string>();
  const failures = new Map<string, number>();
  let acknowledged = 0;
  let stopped = false;

  async function write(path: string, method: string, body: object): Promise<Answer | undefined> {
    const answer = await call(method, path, body).catch(() => undefined);
    if (answer === undefined) await sleep(20);
    else if (answer.status < 300) {
      acknowledged += 1;
      return answer;
    } else {
      const what = `${answer.status} ${String(valueAt(answer.body, "code"))}`;
      failures.set(what, (failures.get(what) ?? 0) + 1);
      await sleep(5);
    }
    return undefined;
  }

  async function create(writer: number): Promise<string | undefined> {
    const username = `${name}-${writer}-${users.size}-${acknowledged}`;
    const answer = await write("/v2/users/human", "POST", {
      username,
      profile: { givenName: "Load", familyName: "0" },
      email: { email: `${username}@example.com`, isVerified: true },
    });
    const userId = answer && textAt(answer.body, "userId");
    if (userId !== undefined) users.set(userId, { sent: 0, known: 0 });
    return userId;
  }

  async function run(writer: number): Promise<void> {
    let userId: string | undefined;
    for (let n = 1; !stopped; n += 1) {
      const user = userId === undefined ? undefined : users.get(userId);
      if (userId === undefined || user === undefined || n % 20 === 0) userId = await create(writer);
      else if (n % 3 === 0) {
        const answer = await write("/v2/sessions", "POST", {});
        if (answer !== undefined) sessions.add(textAt(answer.body, "sessionId"));
      } else {
        user.sent = n;
        const profile = { givenName: "Load", familyName: String(n) };
        if ((await write(`/v2/users/human/${userId}`, "PUT", { profile })) !== undefined) user.known = n;
      }
    }
  }

  const running = Promise.all(Array.from({ length: writers }, (_, writer) => run(writer)));
  return {
    acknowledged: () => acknowledged,
    failures: () => failures,
    async stop() {
      stopped = true;
      await running;
    },
    async lost(server) {
      const lostSessions = await missing(server, "/v2/sessions/search", "sessions", sessions, (ids) => ({
        query: { limit: pageSize },
        queries: [{ idsQuery: { ids } }],
      }));
      const lostUsers = await missing(server, "/v2/users", "result", new Set(users.keys()), (ids) => ({
        query: { limit: pageSize },
        queries: [{ inUserIdsQuery: { userIds: ids } }],
      }));
      return [...lostSessions, ...lostUsers, ...(await outdated(server, users))];
    },
  };
}

async function missing(
  server: ServerProcess,
  path: string,
  field: string,
  wanted: ReadonlySet<string>,
  queryFor: (ids: readonly string[]) => object,
): Promise<readonly string[]> {
  const ids = [...wanted];
  const lost: string[] = [];
  for (let at = 0; at < ids.length; at += pageSize) {
    const page = ids.slice(at, at + pageSize);
    const { body } = await server.call("POST", path, queryFor(page));
    const text = JSON.stringify(valueAt(body, field) ?? []);
    lost.push(...page.filter((id) => !text.includes(`"${id}"`)).map((id) => `${field} ${id}`));
  }
  return lost;
}

/** A user must have the last acknowledged name, or one that was sent after it. */
async function outdated(
  server: ServerProcess,
  users: ReadonlyMap<string, { readonly sent: number; readonly known: number }>,
): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const [id, { sent, known }] of users) {
    const { body } = await server.call("GET", `/v2/users/${id}`);
    const now = Number(valueAt(body, "user.human.profile.familyName"));
    if (!(now >= known && now <= sent))
      lost.push(`user ${id}: is ${now}, acknowledged ${known}, sent ${sent}`);
  }
  return lost;
}
