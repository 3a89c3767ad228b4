import type { Answer, Home, ServerProcess } from "../../server/test/harness/processes.ts";
import { verify } from "./verify.ts";

type Random = (below: number) => number;
type Command = (node: ServerProcess, known: Known, random: Random) => Promise<Answer>;

/** What both processes work on, so that they meet on the same aggregates. */
interface Known {
  readonly users: string[];
  readonly orgs: string[];
  readonly projects: string[];
}

const inFlight = 6;
/** Few enough that commands meet, enough that not everything is removed. */
const keptMost = 60;

const pick = (list: readonly string[], random: Random): string => list[random(list.length)] ?? "none";

/** Bodies are whatever the method answers; here only the id of what was made counts. */
function idIn({ body }: { readonly body: unknown }, name: string): unknown {
  return typeof body === "object" && body !== null ? new Map(Object.entries(body)).get(name) : undefined;
}

function remember(list: string[], id: unknown, random: Random): void {
  if (typeof id !== "string") return;
  if (list.length < keptMost) list.push(id);
  else list[random(keptMost)] = id;
}

const commands: readonly Command[] = [
  async (node, known, random) => {
    const username = `random-${random(2_000)}`;
    const answer = await node.call("POST", "/v2/users/human", {
      username,
      profile: { givenName: "R", familyName: "C" },
      email: { email: `${username}@example.com`, isVerified: true },
    });
    remember(known.users, idIn(answer, "userId"), random);
    return answer;
  },
  async (node, known, random) => {
    const answer = await node.call("POST", "/v2/organizations", { name: `Random ${random(2_000)}` });
    remember(known.orgs, idIn(answer, "organizationId"), random);
    return answer;
  },
  async (node, known, random) => {
    const answer = await node.call("POST", "/management/v1/projects", { name: `Random ${random(2_000)}` });
    remember(known.projects, idIn(answer, "id"), random);
    return answer;
  },
  (node, known, random) =>
    node.call("PUT", `/v2/users/human/${pick(known.users, random)}`, {
      profile: { givenName: "R", familyName: `C${random(50)}` },
    }),
  (node, known, random) =>
    node.call("PUT", `/v2/users/human/${pick(known.users, random)}`, { username: `random-${random(2_000)}` }),
  (node, known, random) => node.call("POST", `/v2/users/${pick(known.users, random)}/deactivate`, {}),
  (node, known, random) => node.call("POST", `/v2/users/${pick(known.users, random)}/reactivate`, {}),
  (node, known, random) => node.call("POST", `/v2/users/${pick(known.users, random)}/lock`, {}),
  (node, known, random) => node.call("POST", `/v2/users/${pick(known.users, random)}/unlock`, {}),
  (node, known, random) => node.call("DELETE", `/v2/users/${pick(known.users, random)}`),
  (node, known, random) =>
    node.call("POST", `/v2/organizations/${pick(known.orgs, random)}`, { name: `Random ${random(2_000)}` }),
  (node, known, random) => node.call("POST", `/v2/organizations/${pick(known.orgs, random)}/deactivate`, {}),
  (node, known, random) => node.call("POST", `/v2/organizations/${pick(known.orgs, random)}/activate`, {}),
  (node, known, random) =>
    random(4) === 0
      ? node.call("DELETE", `/v2/organizations/${pick(known.orgs, random)}`)
      : node.call("POST", "/v2/sessions", {}),
  (node, known, random) =>
    node.call("POST", "/admin/v1/members", {
      userId: pick(known.users, random),
      roles: ["IAM_OWNER_VIEWER"],
    }),
  (node, known, random) => node.call("DELETE", `/admin/v1/members/${pick(known.users, random)}`),
  (node, known, random) =>
    node.call("POST", `/management/v1/projects/${pick(known.projects, random)}/roles`, {
      roleKey: `role-${random(5)}`,
      displayName: "Role",
    }),
  (node, known, random) =>
    node.call("DELETE", `/management/v1/projects/${pick(known.projects, random)}/roles/role-${random(5)}`),
  (node, known, random) =>
    node.call("POST", `/management/v1/users/${pick(known.users, random)}/grants`, {
      projectId: pick(known.projects, random),
      roleKeys: [`role-${random(5)}`],
    }),
  (node, known, random) =>
    node.call("POST", `/management/v1/projects/${pick(known.projects, random)}/apps/api`, {
      name: `app-${random(5)}`,
      authMethodType: "API_AUTH_METHOD_TYPE_BASIC",
    }),
  (node, known, random) =>
    random(3) === 0
      ? node.call("DELETE", `/management/v1/projects/${pick(known.projects, random)}`)
      : node.call("PUT", `/management/v1/projects/${pick(known.projects, random)}`, {
          name: `Random ${random(2_000)}`,
        }),
];

/** Random commands on two processes at once, on the same things. Refusals are part of it; errors of the server are not. */
export async function randomCommands(home: Home, count: number): Promise<readonly string[]> {
  const nodes = [await home.start(), await home.startBeside()];
  const known: Known = { users: [], orgs: [], projects: [] };
  const random: Random = (below) => Math.floor(Math.random() * below);
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  const accepted = new Set<number>();
  const run = async (node: ServerProcess, share: number): Promise<void> => {
    for (let n = 0; n < share; n += 1) {
      const which = random(commands.length);
      const answer = await commands[which]?.(node, known, random);
      const status = answer?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status < 300) accepted.add(which);
      if (status === 0 || status >= 500) faults.push(`command ${which}: ${JSON.stringify(answer)}`);
    }
  };
  const share = Math.ceil(count / inFlight);
  await Promise.all(nodes.flatMap((node) => Array.from({ length: inFlight }, () => run(node, share))));
  console.log(`  answers: ${[...statuses].map(([status, times]) => `${times} × ${status}`).join(", ")}`);
  const never = commands.map((_, which) => which).filter((which) => !accepted.has(which));
  // A command that is always refused has proven nothing.
  if (never.length > 0) faults.push(`never accepted: commands ${never.join(", ")}`);
  faults.push(...(await verify(home)).map((what) => `before the rebuild: ${what}`));
  const { code, stderr } = await home.run(["rebuild", "--json", "--data-dir", home.dataDir]);
  if (code !== 0) faults.push(`rebuild ended with ${code}: ${stderr.slice(0, 2_000)}`);
  return [...faults, ...(await verify(home))];
}
