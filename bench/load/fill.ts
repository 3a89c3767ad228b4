/** Fills an instance with organizations, users, projects and grants through the bulk lane, as an import does. */
import { App } from "../../server/src/domains/app/state.ts";
import { Org, OrgDomain } from "../../server/src/domains/org/state.ts";
import { Project, ProjectGrant, ProjectRole } from "../../server/src/domains/project/state.ts";
import { User } from "../../server/src/domains/user/state.ts";
import { UserGrant, type UserGrantEvent } from "../../server/src/domains/usergrant/state.ts";
import { addMember } from "../../server/src/kits/members/decisions.ts";
import { memberRef } from "../../server/src/kits/members/index.ts";
import { metadataRef } from "../../server/src/kits/metadata/index.ts";
import { fresh, type OpenStore, ownedBy, type Writer } from "../../server/src/platform/eventstore/index.ts";

export interface Amount {
  readonly orgs: number;
  readonly usersPerOrg: number;
  readonly projects: number;
}

export interface Filled {
  readonly orgs: number;
  readonly users: number;
  readonly grants: number;
  readonly seconds: number;
  /** Of history, per second. */
  readonly eventsPerSecond: number;
}

/** What `fill` works by. @param home owner of the projects that are lent */
interface Load {
  readonly home: string;
  readonly amount: Amount;
}

const inFlight = 8;
const mostGrants = 4;
/** Three and a half on average. */
const grantsOf = (user: number): number => mostGrants - (user % 2);

const bulk = { lane: "bulk" } as const;
const roles = ["reader", "writer", "auditor"] as const;

const kinds = { app: 2, lent: 3, owned: 4, org: 5, user: 6, project: 7, grant: 8 } as const;

/**
 * The id of the n-th of a kind: ids are digits, as those of the product are. "owned": projects of the organizations,
 * three each; "lent": grants of the home organization's projects to them.
 */
export const idOf = (kind: keyof typeof kinds, n: number): string =>
  `${kinds[kind]}${String(n).padStart(17, "0")}`;

/** Projects of each organization. */
export const ownedPerOrg = 3;

/** Projects with three roles each, owned by `orgId`. */
async function addProjects(store: OpenStore, instanceId: string, orgId: string, count: number) {
  for (let n = 0; n < count; n += 1) {
    const id = idOf("project", n);
    const parts = roles.map((key) => ownedBy(orgId, fresh(ProjectRole, id, key)));
    await store.execute(
      { instanceId, creator: "LOAD" },
      [ownedBy(orgId, fresh(Project, id)), ...parts],
      () => [
        [{ type: "project.added" as const, payload: { name: `Project ${n}` } }],
        ...roles.map((key) => [{ type: "project.role.added" as const, payload: { key } }]),
      ],
      bulk,
    );
  }
}

const userOf = (n: number) => ({
  userName: `user-${n}@load.example`,
  firstName: `Given${n % 997}`,
  lastName: `Family${n % 9_973}`,
  displayName: `Given${n % 997} Family${n % 9_973}`,
  email: `user-${n}@load.example`,
  preferredLanguage: "en",
  gender: 0 as const,
});

/** One organization with its people and what they may do. */
async function addOrg(store: OpenStore, instanceId: string, n: number, amount: Amount): Promise<void> {
  const by = { instanceId, creator: "LOAD" };
  const orgId = idOf("org", n);
  const domain = `org-${n}.load.example`;
  const { usersPerOrg, projects } = amount;
  const users = Array.from({ length: usersPerOrg }, (_, k) => n * usersPerOrg + k);
  const grants = users.flatMap((user) =>
    Array.from({ length: grantsOf(user) }, (_, k) => ({ n: user * mostGrants + k, user, k })),
  );
  const org = ownedBy(orgId, fresh(Org, orgId));
  await store.execute(
    by,
    [org, ownedBy(orgId, fresh(OrgDomain, orgId, domain))],
    () => [
      [
        { type: "org.added", payload: { name: `Organization ${n}` } },
        { type: "org.domain.primary.set", payload: { domain } },
      ],
      [
        { type: "org.domain.added", payload: { domain } },
        { type: "org.domain.verified", payload: { domain } },
      ],
    ],
    bulk,
  );
  const people = users.map((user) => ownedBy(orgId, fresh(User, idOf("user", user))));
  await store.execute(
    by,
    people,
    () => users.map((user) => [{ type: "user.human.added", payload: userOf(user) }]),
    bulk,
  );
  await store.execute(
    by,
    grants.map((grant) => ownedBy(orgId, fresh(UserGrant, idOf("grant", grant.n)))),
    () =>
      grants.map(({ user, k }): readonly UserGrantEvent[] => [
        {
          type: "user.grant.added",
          payload: {
            userId: idOf("user", user),
            projectId: idOf("project", (user + k) % projects),
            roleKeys: [roles[k % roles.length] ?? "reader"],
          },
        },
      ]),
    bulk,
  );
}

/** What an organization's managers see: projects with an application and a role, a project that was lent to it, members, metadata. */
async function addResources(store: OpenStore, by: Writer, n: number, { home, amount }: Load): Promise<void> {
  const orgId = idOf("org", n);
  for (let k = 0; k < ownedPerOrg; k += 1) {
    const at = n * ownedPerOrg + k;
    const id = idOf("owned", at);
    const appId = idOf("app", at);
    await store.execute(
      by,
      [
        ownedBy(orgId, fresh(Project, id)),
        ownedBy(orgId, fresh(ProjectRole, id, "reader")),
        ownedBy(orgId, fresh(App, id, appId)),
      ],
      () => [
        [{ type: "project.added", payload: { name: `Owned ${at}` } }],
        [{ type: "project.role.added", payload: { key: "reader" } }],
        [
          { type: "project.application.added", payload: { appId, name: `App ${at}` } },
          { type: "project.application.config.oidc.added", payload: { appId, clientId: appId } },
        ],
      ],
      bulk,
    );
  }
  const lent = idOf("project", n % amount.projects);
  const grantId = idOf("lent", n);
  await store.execute(
    by,
    [ownedBy(home, fresh(ProjectGrant, lent, grantId))],
    () => [
      [{ type: "project.grant.added", payload: { grantId, grantedOrgId: orgId, roleKeys: ["reader"] } }],
    ],
    bulk,
  );
  const owner = { kind: "org", id: orgId } as const;
  const userId = idOf("user", n * amount.usersPerOrg);
  await store.execute(
    by,
    [memberRef(owner, userId), metadataRef("org", orgId, "region")],
    () => [
      addMember(owner, userId, ["ORG_OWNER"])(undefined),
      [{ type: "org.metadata.set", payload: { key: "region", value: "ZXU=" } }],
    ],
    bulk,
  );
}

/** @param homeOrgId owner of the projects */
export async function fill(
  store: OpenStore,
  instanceId: string,
  homeOrgId: string,
  amount: Amount,
): Promise<Filled> {
  const started = performance.now();
  await addProjects(store, instanceId, homeOrgId, amount.projects);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < amount.orgs) {
      const n = next++;
      await addOrg(store, instanceId, n, amount);
      await addResources(store, { instanceId, creator: "LOAD" }, n, { home: homeOrgId, amount });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - started) / 1_000;
  const users = amount.orgs * amount.usersPerOrg;
  const grants = users * 3.5;
  const resources = ownedPerOrg * 4 + 3;
  const events = amount.orgs * (4 + resources) + users + grants;
  return { orgs: amount.orgs, users, grants, seconds, eventsPerSecond: events / seconds };
}
