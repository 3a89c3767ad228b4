import { requireProject } from "#src/domains/project/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { findApp, requireApp } from "./queries.ts";
import type { AppState } from "./state.ts";

/** Permission on applications is permission on their project. @throws not_found for a project that is not there */
export async function requireOnProject(ctx: Ctx, projectId: string, permission: string): Promise<void> {
  const { owner } = await requireProject(ctx, projectId);
  await requirePermission(ctx, permission, { orgId: owner, projectId });
}

/** The application that a request names with its project, once the caller may change it. */
export async function appToChange(ctx: Ctx, projectId: string, appId: string): Promise<Row<AppState>> {
  await requireOnProject(ctx, projectId, "project.app.write");
  return requireApp(ctx, projectId, appId);
}

/** The application that a request names alone, once the caller may see it. */
export async function appToRead(ctx: Ctx, appId: string): Promise<Row<AppState>> {
  const app = await findApp(ctx, appId);
  await requireOnProject(ctx, app.aggregateId, "project.app.read");
  return app;
}
