import { ManagementService } from "#contract/zitadel/management_pb.ts";
import {
  type ProjectQuery,
  type Project as ProjectV1,
  type RoleQuery,
  ProjectState as State,
} from "#contract/zitadel/project_pb.ts";
import { emptyFilter, listPage } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import {
  addRoles,
  change,
  changeProjectRole,
  createProject,
  deactivate,
  reactivate,
  remove,
  removeProjectRole,
} from "./commands.ts";
import type { ProjectSettings } from "./events.ts";
import {
  projectFilters,
  requireProject,
  roleByKey,
  roleFilters,
  searchProjects,
  searchRoles,
} from "./queries.ts";
import type { ProjectRoleState, ProjectState } from "./state.ts";

const projectV1 = (row: Row<ProjectState>) => ({
  id: row.aggregateId,
  details: details(row),
  name: row.state.name,
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  projectRoleAssertion: row.state.projectRoleAssertion,
  projectRoleCheck: row.state.projectRoleCheck,
  hasProjectCheck: row.state.hasProjectCheck,
  privateLabelingSetting: row.state.privateLabelingSetting,
});

export const roleV1 = (row: Row<ProjectRoleState>) => ({
  key: row.state.key,
  details: details(row),
  displayName: row.state.displayName,
  group: row.state.group,
});

type Flags = Pick<
  ProjectV1,
  "projectRoleAssertion" | "projectRoleCheck" | "hasProjectCheck" | "privateLabelingSetting"
>;

const settingsFrom = (request: Flags): Required<ProjectSettings> => ({
  projectRoleAssertion: request.projectRoleAssertion,
  projectRoleCheck: request.projectRoleCheck,
  hasProjectCheck: request.hasProjectCheck,
  privateLabelingSetting:
    request.privateLabelingSetting === 1 ? 1 : request.privateLabelingSetting === 2 ? 2 : 0,
});

function projectFilter({ query }: ProjectQuery): Sql {
  if (query.case === "nameQuery") return projectFilters.name(query.value.name, query.value.method);
  if (query.case === "projectResourceOwnerQuery") return projectFilters.owner(query.value.resourceOwner);
  throw emptyFilter();
}

export function roleFilterV1({ query }: RoleQuery): Sql {
  if (query.case === "keyQuery") return roleFilters.key(query.value.key, query.value.method);
  if (query.case === "displayNameQuery")
    return roleFilters.displayName(query.value.displayName, query.value.method);
  throw emptyFilter();
}

/** The first generation reaches into the context organization alone. @throws not_found for another's project */
export async function requireOwnProject(ctx: Ctx, projectId: string): Promise<Row<ProjectState>> {
  const project = await requireProject(ctx, projectId);
  if (project.owner !== ctx.orgId) throw notFound("QUERY-WP729", "Errors.Project.NotFound");
  return project;
}

/** Projects and their roles as managers of the context organization see them. */
export const managementPart = part(ManagementService, {
  async getProjectByID({ id }, ctx) {
    return { project: projectV1(await requireOwnProject(ctx, id)) };
  },
  async listProjects({ query, queries }, ctx) {
    const scope = await callerScope(ctx, "project.read");
    const filters = [projectFilters.owner(ctx.orgId), ...queries.map(projectFilter)];
    const { rows, total } = await searchProjects(ctx, scope, filters, listPage(query, ctx.pageLimits));
    return { details: listDetailsV1(total, ctx.now), result: rows.map(projectV1) };
  },
  async addProject(request, ctx) {
    const { orgId } = ctx;
    const row = await createProject(ctx, {
      orgId,
      name: request.name,
      settings: settingsFrom(request),
      admins: request.admins,
    });
    return { id: row.aggregateId, details: addedV1(row) };
  },
  async updateProject(request, ctx) {
    const before = await requireOwnProject(ctx, request.id);
    const after = await change(ctx, request.id, { name: request.name, ...settingsFrom(request) });
    if (after.sequence === before.sequence) throw precondition("PROJECT-2M9fs", "Errors.NoChangesFound");
    return { details: changedV1(after) };
  },
  async deactivateProject({ id }, ctx) {
    await requireOwnProject(ctx, id);
    return { details: changedV1(await deactivate(ctx, id)) };
  },
  async reactivateProject({ id }, ctx) {
    await requireOwnProject(ctx, id);
    return { details: changedV1(await reactivate(ctx, id)) };
  },
  async removeProject({ id }, ctx) {
    await requireOwnProject(ctx, id);
    return { details: changedV1(await remove(ctx, id)) };
  },
  async addProjectRole({ projectId, roleKey: key, displayName, group }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { details: addedV1(await addRoles(ctx, projectId, [{ key, displayName, group }])) };
  },
  async bulkAddProjectRoles({ projectId, roles }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { details: addedV1(await addRoles(ctx, projectId, roles)) };
  },
  async updateProjectRole({ projectId, roleKey: key, displayName, group }, ctx) {
    await requireOwnProject(ctx, projectId);
    const before = await roleByKey(ctx, projectId, key);
    const after = await changeProjectRole(ctx, projectId, { key, displayName, group });
    if (after.sequence === before?.sequence) throw precondition("PROJECT-5M0cs", "Errors.NoChangesFound");
    return { details: changedV1(after) };
  },
  async removeProjectRole({ projectId, roleKey }, ctx) {
    await requireOwnProject(ctx, projectId);
    return { details: changedV1(await removeProjectRole(ctx, projectId, roleKey)) };
  },
  async listProjectRoles({ projectId, query, queries }, ctx) {
    await requireOwnProject(ctx, projectId);
    const { rows, total } = await searchRoles(
      ctx,
      projectId,
      queries.map(roleFilterV1),
      listPage(query, ctx.pageLimits),
    );
    return { details: listDetailsV1(total, ctx.now), result: rows.map(roleV1) };
  },
});
