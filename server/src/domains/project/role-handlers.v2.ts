import type {
  AddProjectRoleRequest,
  ListProjectRolesRequest,
  UpdateProjectRoleRequest,
} from "#contract/zitadel/project/v2/project_service_pb.ts";
import type { ProjectRoleSearchFilter } from "#contract/zitadel/project/v2/query_pb.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { projectFor, projectIfAny } from "./access.ts";
import { addRoles, changeProjectRole, removeProjectRole } from "./commands.ts";
import { roleByKey, roleFilters, roleSorts, searchRoles } from "./queries.ts";
import { paged, roleFields } from "./translate.v2.ts";

function roleFilter({ filter }: Wire<ProjectRoleSearchFilter>): Sql {
  if (filter.case === "roleKeyFilter") return roleFilters.key(filter.value.key, filter.value.method);
  if (filter.case === "displayNameFilter")
    return roleFilters.displayName(filter.value.displayName, filter.value.method);
  throw emptyFilter();
}

/** By the contract's number: key, creation, change. */
const roleSort = (column: number): Sql | undefined =>
  [undefined, roleSorts.key, roleSorts.created, roleSorts.changed][column];

/** Roles of projects: the same fields and the same behaviour in v2 and v2beta. */
export const roleHandlers = {
  async addProjectRole(request: Wire<AddProjectRoleRequest>, ctx: Ctx) {
    const { projectId, roleKey: key, displayName, group = "" } = request;
    await projectFor(ctx, projectId, "project.role.write");
    const { createdAt } = await addRoles(ctx, projectId, [{ key, displayName, group }]);
    return { creationDate: timestamp(createdAt) };
  },
  async updateProjectRole(request: Wire<UpdateProjectRoleRequest>, ctx: Ctx) {
    const { projectId, roleKey: key, displayName, group } = request;
    await projectFor(ctx, projectId, "project.role.write");
    const { changedAt } = await changeProjectRole(ctx, projectId, { key, displayName, group });
    return { changeDate: timestamp(changedAt) };
  },
  async removeProjectRole({ projectId, roleKey }: RoleName, ctx: Ctx) {
    const project = await projectIfAny(ctx, projectId, "project.role.delete");
    if (!project || !(await roleByKey(ctx, projectId, roleKey))) return {};
    return { removalDate: timestamp((await removeProjectRole(ctx, projectId, roleKey)).changedAt) };
  },
  async listProjectRoles(request: Wire<ListProjectRolesRequest>, ctx: Ctx) {
    const { projectId, pagination, filters, sortingColumn = 0 } = request;
    await projectFor(ctx, projectId, "project.role.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const wanted = filters.map(roleFilter);
    const { rows, total } = await searchRoles(ctx, projectId, wanted, page, roleSort(sortingColumn));
    return { pagination: paged(total, page.limit), projectRoles: rows.map(roleFields) };
  },
};

interface RoleName {
  readonly projectId: string;
  readonly roleKey: string;
}
