import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { UserGrant, type UserGrantState } from "./state.ts";

/** Who manages single projects or grants gives roles of those alone. @throws as `requirePermission` */
export async function requireOnGrant(
  ctx: Ctx,
  permission: string,
  orgId: string,
  { projectId, projectGrantId }: Pick<UserGrantState, "projectId" | "projectGrantId">,
): Promise<void> {
  const through = projectGrantId === "" ? {} : { grantId: projectGrantId };
  await requirePermission(ctx, permission, { orgId, projectId, ...through });
}

/** The grant, if there is one of that id and the caller may do that to it, in whichever organization. */
export async function grantIfAny(
  ctx: Ctx,
  grantId: string,
  permission: string,
): Promise<Row<UserGrantState> | undefined> {
  const grant = await ctx.store.get(UserGrant, ctx.instanceId, grantId);
  if (grant) await requireOnGrant(ctx, permission, grant.owner, grant.state);
  return grant;
}

/** As `grantIfAny`. @throws not_found for one that is not there */
export async function grantFor(ctx: Ctx, grantId: string, permission: string): Promise<Row<UserGrantState>> {
  const grant = await grantIfAny(ctx, grantId, permission);
  if (!grant) throw notFound("USERGRANT-Id1nf", "Errors.UserGrant.NotFound");
  return grant;
}

/** A grant that the context organization gave to that user. @throws not_found for any other */
export async function ownGrantFor(
  ctx: Ctx,
  userId: string,
  grantId: string,
  permission: string,
): Promise<Row<UserGrantState>> {
  const grant = await ctx.store.get(UserGrant, ctx.instanceId, grantId);
  if (!grant || grant.owner !== ctx.orgId || grant.state.userId !== userId)
    throw notFound("USERGRANT-Ow1nf", "Errors.UserGrant.NotFound");
  await requireOnGrant(ctx, permission, ctx.orgId, grant.state);
  return grant;
}
