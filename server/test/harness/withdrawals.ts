/** A right that is withdrawn on one process is refused on the other from the answer on, however it was held. */
import { textAt } from "./json.ts";
import { done, holds, lacks, type Node, name } from "./pairs/pair.ts";
import type { Answer } from "./processes.ts";

/** One way to hold a right: given, used and withdrawn again and again by the same user. */
interface Right {
  give(writer: Node): Promise<Answer>;
  withdraw(writer: Node): Promise<Answer>;
  /** What the right allows, asked with the user's own token. */
  use(reader: Node): Promise<Answer>;
  /** A permission that stands among the user's own while the right is held. */
  readonly permission: string;
}

interface World {
  readonly orgId: string;
  readonly projectId: string;
  readonly grantId: string;
}

async function makeWorld(node: Node): Promise<World> {
  const { id: orgId } = await org(node);
  const project = await done(node.call("POST", "/management/v1/projects", { name: name("project", 0) }));
  const projectId = textAt(project, "id");
  const guests = await done(node.call("POST", "/v2/organizations", { name: name("guests", 0) }));
  const grant = await done(
    node.call("POST", `/management/v1/projects/${projectId}/grants`, {
      grantedOrgId: textAt(guests, "organizationId"),
    }),
  );
  return { orgId, projectId, grantId: textAt(grant, "grantId") };
}

async function org(node: Node): Promise<{ readonly id: string }> {
  return { id: textAt(await done(node.call("GET", "/management/v1/orgs/me")), "org.id") };
}

async function makeUser(node: Node): Promise<{ readonly userId: string; readonly token: string }> {
  const userName = name("robot", 0);
  const body = await done(node.call("POST", "/management/v1/users/machine", { userName, name: "Robot" }));
  const userId = textAt(body, "userId");
  const pat = await done(node.call("POST", `/management/v1/users/${userId}/pats`, {}));
  return { userId, token: textAt(pat, "token") };
}

type Make = (world: World, user: Awaited<ReturnType<typeof makeUser>>) => Right;

/** Members of one kind, in the API of the first generation. */
const member =
  (
    path: (world: World) => string,
    role: string,
    use: (world: World) => readonly [string, string],
    permission: string,
  ): Make =>
  (world, { userId, token }) => {
    const members = path(world);
    const [method, target] = use(world);
    return {
      give: (writer) => writer.call("POST", members, { userId, roles: [role] }),
      withdraw: (writer) => writer.call("DELETE", `${members}/${userId}`),
      use: (reader) => reader.call(method, target, method === "POST" ? {} : undefined, token),
      permission,
    };
  };

const administrator: Make = ({ orgId }, { userId, token }) => {
  const resource = { organizationId: orgId };
  return {
    give: (writer) =>
      writer.call("POST", "/v2beta/administrators", { userId, resource, roles: ["ORG_OWNER"] }),
    // An owner who becomes a lesser manager.
    async withdraw(writer) {
      await done(
        writer.call("POST", `/v2beta/administrators/${userId}`, {
          resource,
          roles: ["ORG_USER_SELF_MANAGER"],
        }),
      );
      return writer.call("DELETE", `/management/v1/orgs/me/members/${userId}`);
    },
    use: (reader) => reader.call("GET", "/management/v1/orgs/me", undefined, token),
    permission: "org.read",
  };
};

/** Not the membership goes, but what it gives. */
const lesserRole: Make = (_world, { userId, token }) => {
  const set = (roles: readonly string[]) => (writer: Node) =>
    writer.call("PUT", `/management/v1/orgs/me/members/${userId}`, { roles });
  let member = false;
  return {
    async give(writer) {
      if (member) return set(["ORG_OWNER_VIEWER"])(writer);
      member = true;
      return writer.call("POST", "/management/v1/orgs/me/members", { userId, roles: ["ORG_OWNER_VIEWER"] });
    },
    withdraw: set(["ORG_USER_SELF_MANAGER"]),
    use: (reader) => reader.call("GET", "/management/v1/orgs/me", undefined, token),
    permission: "org.read",
  };
};

/** By how the right is held; a new way is one entry. */
export const rights: Readonly<Record<string, Make>> = {
  instance: member(
    () => "/admin/v1/members",
    "IAM_OWNER_VIEWER",
    () => ["POST", "/admin/v1/orgs/_search"],
    "iam.read",
  ),
  organization: member(
    () => "/management/v1/orgs/me/members",
    "ORG_OWNER",
    () => ["GET", "/management/v1/orgs/me"],
    "org.read",
  ),
  project: member(
    ({ projectId }) => `/management/v1/projects/${projectId}/members`,
    "PROJECT_OWNER",
    ({ projectId }) => ["GET", `/management/v1/projects/${projectId}`],
    "project.read",
  ),
  "project grant": member(
    ({ projectId, grantId }) => `/management/v1/projects/${projectId}/grants/${grantId}/members`,
    "PROJECT_GRANT_OWNER",
    ({ projectId, grantId }) => [
      "POST",
      `/management/v1/projects/${projectId}/grants/${grantId}/members/_search`,
    ],
    "project.grant.read",
  ),
  administrator,
  "lesser role": lesserRole,
};

const ownPermissions = (reader: Node, token: string): Promise<Answer> =>
  reader.call("POST", "/auth/v1/permissions/zitadel/me/_search", {}, token);
const isRefused = ({ status }: Answer): boolean => status === 403 || status === 404;

/**
 * Gives and withdraws a right `rounds` times, each way in turn and each process in turn the writer; the other one is
 * asked before and after.
 * @returns what was allowed and should not have been, or the other way round
 */
export async function runWithdrawals(
  nodes: readonly [Node, Node],
  rounds: number,
): Promise<readonly string[]> {
  const world = await makeWorld(nodes[0]);
  const ways = Object.entries(rights);
  const faults: string[] = [];
  await Promise.all(
    ways.map(async ([way, make], first) => {
      const user = await makeUser(nodes[0]);
      const right = make(world, user);
      for (let round = first; round < rounds; round += ways.length) {
        const [writer, reader] = Math.floor(round / ways.length) % 2 === 0 ? nodes : [nodes[1], nodes[0]];
        const check = async (
          when: string,
          fits: (answer: Answer) => boolean,
          listed: (answer: Answer) => boolean,
        ) => {
          const [used, own] = await Promise.all([right.use(reader), ownPermissions(reader, user.token)]);
          if (!fits(used)) faults.push(`${way}, round ${round}, ${when}: ${used.status}`);
          if (!listed(own))
            faults.push(`${way}, round ${round}, ${when}: permissions ${JSON.stringify(own.body)}`);
        };
        await done(right.give(writer));
        await check("given", ({ status }) => status === 200, holds(right.permission));
        await done(right.withdraw(writer));
        await check("withdrawn", isRefused, lacks(right.permission));
      }
    }),
  );
  return faults;
}
