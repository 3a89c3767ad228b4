import { Org, requireOrg } from "#src/domains/org/index.ts";
import {
  grantToOrg,
  ProjectGrant,
  type ProjectGrantState,
  requireProject,
} from "#src/domains/project/index.ts";
import type { MemberOwner } from "#src/kits/members/index.ts";
import { requirePermissionAtAny, type Where } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { invalid, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Something that has members, and the owners whose managers may say who they are. */
export interface Managed {
  readonly owner: MemberOwner;
  readonly places: readonly [Where, ...Where[]];
}

/** What is done to members; each kind of thing has a permission of its own for it. */
export type Action = "read" | "write" | "delete";

const names = {
  instance: "iam.member",
  org: "org.member",
  project: "project.member",
  project_grant: "project.grant.member",
} as const;

/** @throws as `requirePermission` */
export async function requireOnMembers(ctx: Ctx, { owner, places }: Managed, action: Action): Promise<void> {
  await requirePermissionAtAny(ctx, `${names[owner.kind]}.${action}`, places);
}

export const managedInstance = ({ instanceId }: Ctx): Managed => ({
  owner: { kind: "instance", id: instanceId },
  places: [{ orgId: instanceId }],
});

/** @throws not_found */
export async function managedOrg(ctx: Ctx, orgId: string): Promise<Managed> {
  await requireOrg(ctx, orgId);
  return { owner: { kind: "org", id: orgId }, places: [{ orgId }] };
}

/** @throws not_found */
export async function managedProject(ctx: Ctx, projectId: string): Promise<Managed> {
  const { owner: orgId } = await requireProject(ctx, projectId);
  return { owner: { kind: "project", id: projectId }, places: [{ orgId, projectId }] };
}

/** How a request names a grant: by its id, or by the organization that the project was granted to. */
export interface GrantName {
  readonly projectId: string;
  readonly grantId?: string | undefined;
  readonly grantedOrgId?: string | undefined;
}

/** A project grant has two sides: managers of either may say who manages it. @throws not_found */
export async function managedGrant(ctx: Ctx, named: GrantName): Promise<Managed> {
  const { projectId } = named;
  const project = await requireProject(ctx, projectId);
  const grant = await grantOf(ctx, named);
  const there = grant && (await ctx.config.row(Org, grant.state.grantedOrgId));
  if (!there) throw notFound("MEMBER-Gr1nf", "Errors.Project.Grant.NotFound");
  const grantId = grant.entityId;
  return {
    owner: { kind: "project_grant", projectId, grantId },
    places: [
      { orgId: project.owner, projectId, grantId },
      { orgId: grant.state.grantedOrgId, grantId },
    ],
  };
}

async function grantOf(
  ctx: Ctx,
  { projectId, grantId = "", grantedOrgId = "" }: GrantName,
): Promise<Row<ProjectGrantState> | undefined> {
  if (grantId !== "") return ctx.config.row(ProjectGrant, projectId, grantId);
  if (grantedOrgId === "")
    throw invalid("MEMBER-Gr2no", "Errors.Project.Grant.NotFound", { field: "organization_id" });
  return grantToOrg(ctx, projectId, grantedOrgId);
}
