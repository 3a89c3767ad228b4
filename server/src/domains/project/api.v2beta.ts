import { ProjectService } from "#contract/zitadel/project/v2beta/project_service_pb.ts";
import type { ProjectSearchFilter } from "#contract/zitadel/project/v2beta/query_pb.ts";
import { requireOrg } from "#src/domains/org/index.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { projectFor, projectIfAny } from "./access.ts";
import { change, createProject, deactivate, reactivate, remove } from "./commands.ts";
import { listedFilters, searchListed } from "./listed-queries.ts";
import { projectSort } from "./queries.ts";
import { roleHandlers } from "./role-handlers.v2.ts";
import type { ProjectState } from "./state.ts";
import { grantedFields, paged, projectFields, settingsOf } from "./translate.v2.ts";

const projectBeta = (row: Row<ProjectState>) => ({ id: row.aggregateId, ...projectFields(row) });

function projectFilter({ filter }: ProjectSearchFilter): Sql {
  switch (filter.case) {
    case "projectNameFilter":
      return listedFilters.name(filter.value.projectName, filter.value.method);
    case "inProjectIdsFilter":
      return listedFilters.ids(filter.value.ids);
    case "projectResourceOwnerFilter":
      return listedFilters.ownedBy(filter.value.id);
    case "projectGrantResourceOwnerFilter":
      return listedFilters.grantedTo(filter.value.id);
    case "projectOrganizationIdFilter":
      return listedFilters.of(filter.value.id);
    default:
      throw emptyFilter();
  }
}

/** Projects as the beta of the second generation has them. */
export const projectBetaPart = part(ProjectService, {
  ...roleHandlers,
  async createProject({ organizationId: orgId, id, name, admins, ...settings }, ctx) {
    await requireOrg(ctx, orgId);
    await requirePermission(ctx, "project.create", { orgId });
    const row = await createProject(ctx, {
      orgId,
      projectId: id,
      name,
      settings: settingsOf(settings),
      admins,
    });
    return { id: row.aggregateId, creationDate: timestamp(row.createdAt) };
  },
  async updateProject({ id, name, ...request }, ctx) {
    await projectFor(ctx, id, "project.write");
    const settings = settingsOf({
      ...request,
      authorizationRequired: request.projectRoleCheck,
      projectAccessRequired: request.hasProjectCheck,
    });
    const wanted = { ...settings, ...(name === undefined ? {} : { name }) };
    return { changeDate: timestamp((await change(ctx, id, wanted)).changedAt) };
  },
  async getProject({ id }, ctx) {
    return { project: projectBeta(await projectFor(ctx, id, "project.read")) };
  },
  async listProjects({ pagination, filters, sortingColumn = 0 }, ctx) {
    const scope = await callerScope(ctx, "project.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(projectFilter);
    const { rows, total } = await searchListed(ctx, scope, wanted, page, projectSort(sortingColumn));
    return {
      pagination: paged(total, page.limit),
      projects: rows.map(({ project, granted }) => ({ ...projectBeta(project), ...grantedFields(granted) })),
    };
  },
  async deactivateProject({ id }, ctx) {
    await projectFor(ctx, id, "project.write");
    return { changeDate: timestamp((await deactivate(ctx, id)).changedAt) };
  },
  async activateProject({ id }, ctx) {
    await projectFor(ctx, id, "project.write");
    return { changeDate: timestamp((await reactivate(ctx, id)).changedAt) };
  },
  async deleteProject({ id }, ctx) {
    if (!(await projectIfAny(ctx, id, "project.delete"))) return {};
    return { deletionDate: timestamp((await remove(ctx, id)).changedAt) };
  },
});
