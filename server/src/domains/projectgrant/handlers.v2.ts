import type {
  CreateProjectGrantRequest,
  DeleteProjectGrantRequest,
  ListProjectGrantsRequest,
} from "#contract/zitadel/project/v2/project_service_pb.ts";
import { ProjectGrantState as State } from "#contract/zitadel/project/v2/query_pb.ts";
import { filterPage } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { grantAtOwner, requireGrantAtOwner } from "./access.ts";
import { changeLentRoles, createProjectGrant, deactivate, reactivate, remove } from "./commands.ts";
import { grantSorts, searchProjectGrants } from "./queries.ts";
import { type ShownGrant, shownGrants } from "./shown.ts";

const grantV2 = ({ row, projectName, grantedOrgName, roleKeys }: ShownGrant) => ({
  organizationId: row.owner,
  creationDate: timestamp(row.createdAt),
  changeDate: timestamp(row.changedAt),
  grantedOrganizationId: row.state.grantedOrgId,
  grantedOrganizationName: grantedOrgName,
  grantedRoleKeys: [...roleKeys],
  projectId: row.aggregateId,
  projectName,
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
});

/** By the contract's number: project, creation, change. */
const grantSort = (column: number): Sql | undefined =>
  [undefined, grantSorts.project, grantSorts.created, grantSorts.changed][column];

type GrantName = Wire<DeleteProjectGrantRequest>;
type GrantRoles = Wire<CreateProjectGrantRequest>;
const again = { refuseUnchanged: false };

/** Grants of projects, named by the organization they are for; the same in v2 and v2beta but for their filters. */
export const grantHandlers = {
  async createProjectGrant(
    { projectId, grantedOrganizationId: grantedOrgId, roleKeys }: GrantRoles,
    ctx: Ctx,
  ) {
    await grantAtOwner(ctx, projectId, grantedOrgId, "project.grant.write");
    const { createdAt } = await createProjectGrant(ctx, { projectId, grantedOrgId, roleKeys });
    return { creationDate: timestamp(createdAt) };
  },
  async updateProjectGrant({ projectId, grantedOrganizationId, roleKeys }: GrantRoles, ctx: Ctx) {
    const grant = await requireGrantAtOwner(ctx, projectId, grantedOrganizationId, "project.grant.write");
    return { changeDate: timestamp((await changeLentRoles(ctx, grant, roleKeys)).changedAt) };
  },
  async deactivateProjectGrant({ projectId, grantedOrganizationId }: GrantName, ctx: Ctx) {
    const grant = await requireGrantAtOwner(ctx, projectId, grantedOrganizationId, "project.grant.write");
    return { changeDate: timestamp((await deactivate(ctx, grant, again)).changedAt) };
  },
  async activateProjectGrant({ projectId, grantedOrganizationId }: GrantName, ctx: Ctx) {
    const grant = await requireGrantAtOwner(ctx, projectId, grantedOrganizationId, "project.grant.write");
    return { changeDate: timestamp((await reactivate(ctx, grant, again)).changedAt) };
  },
  async deleteProjectGrant({ projectId, grantedOrganizationId }: GrantName, ctx: Ctx) {
    const grant = await grantAtOwner(ctx, projectId, grantedOrganizationId, "project.grant.delete");
    return grant ? { deletionDate: timestamp((await remove(ctx, grant)).changedAt) } : {};
  },
};

type ListRequest = Pick<Wire<ListProjectGrantsRequest>, "pagination" | "sortingColumn">;

/** The list, with the conditions that the generation has read from its filters. */
export async function listGrants(
  ctx: Ctx,
  { pagination, sortingColumn = 0 }: ListRequest,
  filters: readonly Sql[],
) {
  const scope = await callerScope(ctx, "project.grant.read");
  const page = filterPage(pagination, ctx.pageLimits);
  const { rows, total } = await searchProjectGrants(ctx, scope, filters, page, grantSort(sortingColumn));
  return {
    pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
    projectGrants: (await shownGrants(ctx, rows)).map(grantV2),
  };
}
