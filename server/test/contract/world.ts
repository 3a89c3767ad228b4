/** One of everything that requests name, in one instance. */
import { generateKeyPairSync } from "node:crypto";
import { createApiApp } from "#src/domains/app/index.ts";
import { addDomain, createOrg, Org, OrgDomain } from "#src/domains/org/index.ts";
import { addRoles, createProject } from "#src/domains/project/index.ts";
import { createProjectGrant } from "#src/domains/projectgrant/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { addMachineKey, addPat, createHuman, createMachine, User } from "#src/domains/user/index.ts";
import { createUserGrant } from "#src/domains/usergrant/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { metadataCommands } from "#src/kits/metadata/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

export interface World {
  readonly orgId: string;
  readonly userId: string;
  readonly machineId: string;
  readonly projectId: string;
  readonly appId: string;
  readonly sessionId: string;
  readonly sessionToken: string;
  readonly roleKey: string;
  readonly patId: string;
  readonly keyId: string;
  /** The machine's, without a role. */
  readonly authorizationId: string;
  /** Has the project through the grant, and nothing of its own. */
  readonly grantedOrgId: string;
  readonly projectGrantId: string;
  /** An organization that has nothing to do with the others yet. */
  readonly freeOrgId: string;
  /** Stands in the names of all of it, and nowhere else. */
  readonly mark: string;
}

const roleKey = "reader";
const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** A key of the caller's making, PEM. */
export const publicKeyPem = Buffer.from(publicKey.export({ type: "spki", format: "pem" }));

export async function createWorld(ctx: Ctx, mark: string): Promise<World> {
  const [{ aggregateId: orgId }, { aggregateId: grantedOrgId }, { aggregateId: freeOrgId }] =
    await Promise.all([
      createOrg(ctx, `Org ${mark}`),
      createOrg(ctx, `Granted ${mark}`),
      createOrg(ctx, `Free ${mark}`),
    ]);
  const [human, machine, project] = await Promise.all([
    createHuman(ctx, {
      orgId,
      userName: `human-${mark}`,
      firstName: mark,
      lastName: "Human",
      email: `${mark}@example.com`,
      emailVerification: { kind: "verified" },
      phone: "+41791234567",
      phoneVerification: { kind: "verified" },
      password: { plain: "Password1!" },
    }),
    createMachine(ctx, { orgId, userName: `machine-${mark}`, name: `Machine ${mark}` }),
    createProject(ctx, { orgId, name: `Project ${mark}` }),
  ]);
  const userId = human.row.aggregateId;
  const machineId = machine.aggregateId;
  const projectId = project.aggregateId;
  const [app, pat, key, session, authorization, grant] = await Promise.all([
    createApiApp(ctx, { projectId, name: `App ${mark}` }, 1),
    addPat(ctx, machineId, undefined),
    addMachineKey(ctx, machineId, undefined, publicKeyPem),
    createSession(ctx, { checks: { user: { userId } } }),
    createUserGrant(ctx, orgId, { userId: machineId, projectId, projectGrantId: "", roleKeys: [] }),
    createProjectGrant(ctx, { projectId, grantedOrgId, roleKeys: [] }),
    addRoles(ctx, projectId, [{ key: roleKey, displayName: "Reader", group: "" }]),
    ctx.store.execute(ctx, [memberRef({ kind: "org", id: orgId }, userId)], () => [
      addMember({ kind: "org", id: orgId }, userId, ["ORG_USER_SELF_MANAGER"])(undefined),
    ]),
  ]);
  return {
    orgId,
    userId,
    machineId,
    projectId,
    appId: app.row.entityId,
    sessionId: session.row.aggregateId,
    sessionToken: session.token,
    roleKey,
    patId: pat.tokenId,
    keyId: key.keyId,
    authorizationId: authorization.aggregateId,
    grantedOrgId,
    projectGrantId: grant.entityId,
    freeOrgId,
    mark,
  };
}

export const metadataKey = "color";
export const domainOf = ({ mark }: Pick<World, "mark">): string => `${mark}.example.com`;

/** What hangs on the things of a world: domain, metadata and managers. */
export async function furnish(ctx: Ctx, world: World): Promise<void> {
  const { orgId, userId, machineId, projectId, projectGrantId: grantId } = world;
  const domain = domainOf(world);
  const entry = { key: metadataKey, value: Buffer.from(`Machine ${world.mark}`) };
  const member = (owner: MemberOwner, id: string, role: string) =>
    ctx.store.execute(ctx, [memberRef(owner, id)], () => [addMember(owner, id, [role])(undefined)]);
  await Promise.all([
    ctx.store.execute(ctx, [ref(Org, orgId), ref(OrgDomain, orgId, domain)], ([org, before]) => [
      [],
      addDomain(domain, { verified: false })(org, before),
    ]),
    metadataCommands("org", Org).set(ctx, orgId, [entry]),
    ...[userId, machineId].flatMap((id) => [
      metadataCommands("user", User).set(ctx, id, [entry]),
      member({ kind: "project", id: projectId }, id, "PROJECT_OWNER"),
      member({ kind: "project_grant", projectId, grantId }, id, "PROJECT_GRANT_OWNER"),
    ]),
  ]);
}
