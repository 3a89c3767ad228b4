/** One of everything that requests name, in one instance. */
import { generateKeyPairSync } from "node:crypto";
import { createApiApp } from "#src/domains/app/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createProject } from "#src/domains/project/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { addMachineKey, addPat, createHuman, createMachine } from "#src/domains/user/index.ts";
import { createUserGrant } from "#src/domains/usergrant/index.ts";
import { addMember, memberRef } from "#src/kits/members/index.ts";
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
  /** Stands in the names of all of it, and nowhere else. */
  readonly mark: string;
}

const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** A key of the caller's making, PEM. */
export const publicKeyPem = Buffer.from(publicKey.export({ type: "spki", format: "pem" }));

export async function createWorld(ctx: Ctx, mark: string): Promise<World> {
  const { aggregateId: orgId } = await createOrg(ctx, `Org ${mark}`);
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
  await ctx.store.execute(ctx, [memberRef({ kind: "org", id: orgId }, userId)], () => [
    addMember({ kind: "org", id: orgId }, userId, ["ORG_USER_SELF_MANAGER"])(undefined),
  ]);
  const [app, pat, key, session, authorization] = await Promise.all([
    createApiApp(ctx, { projectId, name: `App ${mark}` }, 1),
    addPat(ctx, machineId, undefined),
    addMachineKey(ctx, machineId, undefined, publicKeyPem),
    createSession(ctx, { checks: { user: { userId } } }),
    createUserGrant(ctx, orgId, { userId: machineId, projectId, projectGrantId: "", roleKeys: [] }),
  ]);
  return {
    orgId,
    userId,
    machineId,
    projectId,
    appId: app.row.entityId,
    sessionId: session.row.aggregateId,
    sessionToken: session.token,
    roleKey: "reader",
    patId: pat.tokenId,
    keyId: key.keyId,
    authorizationId: authorization.aggregateId,
    mark,
  };
}
