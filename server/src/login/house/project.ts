import type { Client } from "#src/domains/app/index.ts";
import { grantToOrg } from "#src/domains/project/index.ts";
import { rolesOf } from "#src/domains/usergrant/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { ProjectChecks } from "../flow/index.ts";

interface Applicant {
  readonly id: string;
  readonly orgId: string;
}

/** What the application's project demands (domain E6): of the user's organization, and of the user. */
export async function projectChecks(
  ctx: Ctx,
  client: Client | undefined,
  user: Applicant | undefined,
): Promise<ProjectChecks> {
  if (client === undefined || user === undefined) return { orgMayUseProject: true, userHasGrant: true };
  const { hasProjectCheck, projectRoleCheck } = client.project;
  const [orgMayUseProject, userHasGrant] = await Promise.all([
    !hasProjectCheck || mayUse(ctx, client, user.orgId),
    !projectRoleCheck || hasGrant(ctx, client, user.id),
  ]);
  return { orgMayUseProject, userHasGrant };
}

async function mayUse(ctx: Ctx, { projectId, orgId: ownerId }: Client, orgId: string): Promise<boolean> {
  if (orgId === ownerId) return true;
  // One probe: a project may be granted to thousands, who need not all be read for one of them.
  return (await grantToOrg(ctx, projectId, orgId))?.state.active === true;
}

const hasGrant = async (ctx: Ctx, { projectId }: Client, userId: string): Promise<boolean> =>
  (await rolesOf(ctx, userId, [projectId])).length > 0;
