import type {
  CreateAuthorizationRequest as CreateV2,
  UpdateAuthorizationRequest as UpdateV2,
} from "#contract/zitadel/authorization/v2/authorization_service_pb.ts";
import type { CreateAuthorizationRequest as CreateV2beta } from "#contract/zitadel/authorization/v2beta/authorization_service_pb.ts";
import { requireProject } from "#src/domains/project/index.ts";
import { filterPage, type PageRequest } from "#src/kits/search/index.ts";
import { callerScope } from "#src/platform/authz/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { grantFor, grantIfAny, requireOnGrant } from "./access.ts";
import { type AuthorizationFilter, authorizationFilter, authorizationSort } from "./authorization-queries.ts";
import { activate, changeRoles, createUserGrant, inactivate, removeIfAny } from "./commands.ts";
import { throughGrant } from "./queries.ts";
import { searchReadable } from "./search.ts";
import { type ShownGrant, shownGrants } from "./shown.ts";

interface ListRequest {
  readonly pagination?: PageRequest | undefined;
  readonly sortingColumn?: number | undefined;
  readonly filters: readonly AuthorizationFilter[];
}

/** The authorizations that the caller may read, and their own; `show` is what a generation makes of one. */
export const listAuthorizations =
  <Shown>(show: (grant: ShownGrant) => Shown) =>
  async ({ pagination, sortingColumn = 0, filters }: ListRequest, ctx: Ctx) => {
    const page = filterPage(pagination, ctx.pageLimits);
    const scope = await callerScope(ctx, "user.grant.read");
    const wanted = await Promise.all(filters.map((filter) => authorizationFilter(ctx, filter)));
    const { rows, total } = await searchReadable(ctx, scope, wanted, page, authorizationSort(sortingColumn));
    return {
      pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
      authorizations: (await shownGrants(ctx, rows)).map(show),
    };
  };

interface Id {
  readonly id: string;
}

/** Authorizations in the later generations: the commands of the first, and idempotent. */
export const authorizationHandlers = {
  async createAuthorization(request: Wire<CreateV2 | CreateV2beta>, ctx: Ctx) {
    const { userId, projectId, roleKeys } = request;
    const orgId = request.organizationId || (await requireProject(ctx, projectId)).owner;
    const projectGrantId = await throughGrant(ctx, projectId, orgId);
    await requireOnGrant(ctx, "user.grant.write", orgId, { projectId, projectGrantId: projectGrantId ?? "" });
    await requireProject(ctx, projectId);
    if (projectGrantId === undefined) throw notFound("USERGRANT-Gr1nf", "Errors.Project.Grant.NotFound");
    const row = await createUserGrant(ctx, orgId, { userId, projectId, projectGrantId, roleKeys });
    return { id: row.aggregateId, creationDate: timestamp(row.createdAt) };
  },
  async updateAuthorization({ id, roleKeys }: Wire<UpdateV2>, ctx: Ctx) {
    const grant = await grantFor(ctx, id, "user.grant.write");
    return { changeDate: timestamp((await changeRoles(ctx, grant, roleKeys)).changedAt) };
  },
  async deleteAuthorization({ id }: Id, ctx: Ctx) {
    if (!(await grantIfAny(ctx, id, "user.grant.delete"))) return {};
    return { deletionDate: timestamp((await removeIfAny(ctx, id)).changedAt) };
  },
  async activateAuthorization({ id }: Id, ctx: Ctx) {
    await grantFor(ctx, id, "user.grant.write");
    return { changeDate: timestamp((await activate(ctx, id)).changedAt) };
  },
  async deactivateAuthorization({ id }: Id, ctx: Ctx) {
    await grantFor(ctx, id, "user.grant.write");
    return { changeDate: timestamp((await inactivate(ctx, id)).changedAt) };
  },
};
