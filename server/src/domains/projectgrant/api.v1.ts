import { ManagementService } from "#contract/zitadel/management_pb.ts";
import {
  type AllProjectGrantQuery,
  type ProjectGrantQuery,
  type ProjectQuery,
  ProjectGrantState as State,
} from "#contract/zitadel/project_pb.ts";
import {
  type ProjectGrantState,
  requireOwnProject,
  roleFilters,
  roleFilterV1,
  roleV1,
  searchRoles,
} from "#src/domains/project/index.ts";
import { emptyFilter, listPage, type PageRequest } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { grantOfOwner, grantOfParty } from "./access.ts";
import { changeLentRoles, createProjectGrant, deactivate, reactivate, remove } from "./commands.ts";
import { noGrant } from "./decisions.ts";
import { grantFilters, searchProjectGrants } from "./queries.ts";
import { type ShownGrant, shownGrants } from "./shown.ts";

const grantV1 = ({ row, projectName, ownerName, grantedOrgName, roleKeys }: ShownGrant) => ({
  grantId: row.entityId,
  grantedOrgId: row.state.grantedOrgId,
  grantedOrgName,
  grantedRoleKeys: [...roleKeys],
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  projectId: row.aggregateId,
  projectName,
  projectOwnerId: row.owner,
  projectOwnerName: ownerName,
  details: details(row),
});

async function shownV1(ctx: Ctx, row: Row<ProjectGrantState>) {
  const [shown] = await shownGrants(ctx, [row]);
  if (!shown) throw noGrant();
  return grantV1(shown);
}

/** Conditions on the grants of one project, and on all that an organization gave. */
function grantFilter({ query }: ProjectGrantQuery | AllProjectGrantQuery): Sql {
  switch (query.case) {
    case "projectNameQuery":
      return grantFilters.projectName(query.value.name, query.value.method);
    case "roleKeyQuery":
      return grantFilters.role(query.value.roleKey, query.value.method);
    case "projectIdQuery":
      return grantFilters.project(query.value.projectId);
    case "grantedOrgIdQuery":
      return grantFilters.grantedTo(query.value.grantedOrgId);
    default:
      throw emptyFilter();
  }
}

function projectFilter({ query }: ProjectQuery): Sql {
  if (query.case === "nameQuery") return grantFilters.projectName(query.value.name, query.value.method);
  if (query.case === "projectResourceOwnerQuery") return grantFilters.owner(query.value.resourceOwner);
  throw emptyFilter();
}

async function list(ctx: Ctx, permission: string, filters: readonly Sql[], query: PageRequest | undefined) {
  const scope = await callerScope(ctx, permission);
  const { rows, total } = await searchProjectGrants(ctx, scope, filters, listPage(query, ctx.pageLimits));
  const result = (await shownGrants(ctx, rows)).map(grantV1);
  return { details: listDetailsV1(total, ctx.now), result };
}

const once = { refuseUnchanged: true };

/** Projects that the context organization granted to others, and those that it was granted. */
export const managementPart = part(ManagementService, {
  async getProjectGrantByID({ projectId, grantId }, ctx) {
    return {
      projectGrant: await shownV1(ctx, await grantOfParty(ctx, projectId, grantId, "project.grant.read")),
    };
  },
  async listProjectGrants({ projectId, query, queries }, ctx) {
    await requireOwnProject(ctx, projectId);
    return list(
      ctx,
      "project.grant.read",
      [grantFilters.project(projectId), ...queries.map(grantFilter)],
      query,
    );
  },
  async listAllProjectGrants({ query, queries }, ctx) {
    return list(
      ctx,
      "project.grant.read",
      [grantFilters.owner(ctx.orgId), ...queries.map(grantFilter)],
      query,
    );
  },
  async addProjectGrant({ projectId, grantedOrgId, roleKeys }, ctx) {
    await requireOwnProject(ctx, projectId);
    await requirePermission(ctx, "project.grant.write", { orgId: ctx.orgId, projectId });
    const row = await createProjectGrant(ctx, { projectId, grantedOrgId, roleKeys });
    return { grantId: row.entityId, details: addedV1(row) };
  },
  async updateProjectGrant({ projectId, grantId, roleKeys }, ctx) {
    const before = await grantOfOwner(ctx, projectId, grantId, "project.grant.write");
    const after = await changeLentRoles(ctx, before, roleKeys);
    if (after.sequence === before.sequence) throw precondition("PROJECT-0o0pL", "Errors.NoChangesFound");
    return { details: changedV1(after) };
  },
  async deactivateProjectGrant({ projectId, grantId }, ctx) {
    const grant = await grantOfOwner(ctx, projectId, grantId, "project.grant.write");
    return { details: changedV1(await deactivate(ctx, grant, once)) };
  },
  async reactivateProjectGrant({ projectId, grantId }, ctx) {
    const grant = await grantOfOwner(ctx, projectId, grantId, "project.grant.write");
    return { details: changedV1(await reactivate(ctx, grant, once)) };
  },
  async removeProjectGrant({ projectId, grantId }, ctx) {
    const grant = await grantOfOwner(ctx, projectId, grantId, "project.grant.delete");
    return { details: changedV1(await remove(ctx, grant)) };
  },
  async getGrantedProjectByID({ projectId, grantId }, ctx) {
    return {
      grantedProject: await shownV1(ctx, await grantOfParty(ctx, projectId, grantId, "project.read")),
    };
  },
  async listGrantedProjects({ query, queries }, ctx) {
    return list(
      ctx,
      "project.read",
      [grantFilters.grantedTo(ctx.orgId), ...queries.map(projectFilter)],
      query,
    );
  },
  async listGrantedProjectRoles({ projectId, grantId, query, queries }, ctx) {
    const { state } = await grantOfParty(ctx, projectId, grantId, "project.role.read");
    const filters = [roleFilters.keys(state.roleKeys), ...queries.map(roleFilterV1)];
    const { rows, total } = await searchRoles(ctx, projectId, filters, listPage(query, ctx.pageLimits));
    return { details: listDetailsV1(total, ctx.now), result: rows.map(roleV1) };
  },
});
