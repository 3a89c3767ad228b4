import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { projectById, requireProject } from "./queries.ts";
import type { ProjectState } from "./state.ts";

/** The project, once the caller may do that to it. @throws not_found for one that is not there */
export async function projectFor(
  ctx: Ctx,
  projectId: string,
  permission: string,
): Promise<Row<ProjectState>> {
  const project = await requireProject(ctx, projectId);
  await requirePermission(ctx, permission, { orgId: project.owner, projectId });
  return project;
}

/** As `projectFor`; undefined for one that is not there, which is what a removal wants. */
export async function projectIfAny(
  ctx: Ctx,
  projectId: string,
  permission: string,
): Promise<Row<ProjectState> | undefined> {
  const project = await projectById(ctx, projectId);
  return project && projectFor(ctx, projectId, permission);
}
