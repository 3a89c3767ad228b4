import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import type { ProjectSearchFilter } from "#contract/zitadel/project/v2/query_pb.ts";
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

const projectV2 = (row: Row<ProjectState>) => ({ projectId: row.aggregateId, ...projectFields(row) });

function projectFilter({ filter }: ProjectSearchFilter): Sql {
  switch (filter.case) {
    case "projectNameFilter":
      return listedFilters.name(filter.value.projectName, filter.value.method);
    case "inProjectIdsFilter":
      return listedFilters.ids(filter.value.ids);
    case "organizationIdFilter": {
      const { organizationId, type } = filter.value;
      if (type === 1) return listedFilters.ownedBy(organizationId);
      return type === 2 ? listedFilters.grantedTo(organizationId) : listedFilters.of(organizationId);
    }
    default:
      throw emptyFilter();
  }
}

/** Projects; the permission is asked at their organization. Deleting what is not there succeeds without a date. */
export const projectPart = part(ProjectService, {
  ...roleHandlers,
  async createProject({ organizationId: orgId, projectId, name, ...settings }, ctx) {
    await requireOrg(ctx, orgId);
    await requirePermission(ctx, "project.create", { orgId });
    const row = await createProject(ctx, { orgId, projectId, name, settings: settingsOf(settings) });
    return { projectId: row.aggregateId, creationDate: timestamp(row.createdAt) };
  },
  async updateProject({ projectId, name, ...settings }, ctx) {
    await projectFor(ctx, projectId, "project.write");
    const wanted = { ...settingsOf(settings), ...(name === undefined ? {} : { name }) };
    return { changeDate: timestamp((await change(ctx, projectId, wanted)).changedAt) };
  },
  async getProject({ projectId }, ctx) {
    return { project: projectV2(await projectFor(ctx, projectId, "project.read")) };
  },
  async listProjects({ pagination, filters, sortingColumn = 0 }, ctx) {
    const scope = await callerScope(ctx, "project.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(projectFilter);
    const { rows, total } = await searchListed(ctx, scope, wanted, page, projectSort(sortingColumn));
    return {
      pagination: paged(total, page.limit),
      projects: rows.map(({ project, granted }) => ({ ...projectV2(project), ...grantedFields(granted) })),
    };
  },
  async deactivateProject({ projectId }, ctx) {
    await projectFor(ctx, projectId, "project.write");
    return { changeDate: timestamp((await deactivate(ctx, projectId)).changedAt) };
  },
  async activateProject({ projectId }, ctx) {
    await projectFor(ctx, projectId, "project.write");
    return { changeDate: timestamp((await reactivate(ctx, projectId)).changedAt) };
  },
  async deleteProject({ projectId }, ctx) {
    if (!(await projectIfAny(ctx, projectId, "project.delete"))) return {};
    return { deletionDate: timestamp((await remove(ctx, projectId)).changedAt) };
  },
});
