import { Org } from "#src/domains/org/index.ts";
import { grantToOrg, type ProjectGrantState, projectById } from "#src/domains/project/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { noGrant } from "./decisions.ts";
import { projectGrantById } from "./queries.ts";

/**
 * The grant as the context organization has it, which must have given it or been given it.
 * @throws not_found PROJECT-D8JxR for any other; what `requirePermission` throws
 */
export async function grantOfParty(
  ctx: Ctx,
  projectId: string,
  grantId: string,
  permission: string,
): Promise<Row<ProjectGrantState>> {
  const grant = await projectGrantById(ctx, projectId, grantId);
  if (!grant || (grant.owner !== ctx.orgId && grant.state.grantedOrgId !== ctx.orgId)) throw noGrant();
  await requirePermission(ctx, permission, { orgId: ctx.orgId, projectId, grantId });
  return grant;
}

/** The grant of a project of the context organization: who was given one changes nothing about it. */
export async function grantOfOwner(
  ctx: Ctx,
  projectId: string,
  grantId: string,
  permission: string,
): Promise<Row<ProjectGrantState>> {
  const grant = await projectGrantById(ctx, projectId, grantId);
  if (grant?.owner !== ctx.orgId) throw noGrant();
  await requirePermission(ctx, permission, { orgId: ctx.orgId, projectId });
  return grant;
}

/** The grant of a project to an organization, if there are both, once the caller may do that at the project's owner. */
export async function grantAtOwner(
  ctx: Ctx,
  projectId: string,
  grantedOrgId: string,
  permission: string,
): Promise<Row<ProjectGrantState> | undefined> {
  const project = await projectById(ctx, projectId);
  if (!project) return undefined;
  await requirePermission(ctx, permission, { orgId: project.owner, projectId });
  const grant = await grantToOrg(ctx, projectId, grantedOrgId);
  return grant && (await ctx.config.row(Org, grantedOrgId)) ? grant : undefined;
}

/** @throws not_found PROJECT-D8JxR when the project is not granted to that organization */
export async function requireGrantAtOwner(
  ctx: Ctx,
  projectId: string,
  grantedOrgId: string,
  permission: string,
): Promise<Row<ProjectGrantState>> {
  const grant = await grantAtOwner(ctx, projectId, grantedOrgId, permission);
  if (!grant) throw noGrant();
  return grant;
}
