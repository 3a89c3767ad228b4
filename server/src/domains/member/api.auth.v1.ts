import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { orgFilters, orgFilterV1, orgSortV1, orgV1, searchOrgs } from "#src/domains/org/index.ts";
import { orgsGrantingTo, projectOfCaller } from "#src/domains/usergrant/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { inContext, permissionNames } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { listMemberships } from "./memberships.v1.ts";

/**
 * The organizations that the caller may work for in the token's project: in the product's own those that the
 * caller manages something of, elsewhere those that gave roles on it. Undefined means all.
 */
async function workableOrgs(ctx: Ctx): Promise<readonly string[] | undefined> {
  const { caller } = ctx;
  const { projectId } = await instanceOf(ctx);
  const clientProject = await projectOfCaller(ctx);
  if (clientProject !== undefined && clientProject !== projectId)
    return orgsGrantingTo(ctx, caller.userId, clientProject);
  const memberships = await caller.memberships();
  if (memberships.some(({ kind }) => kind === "iam" || kind === "system")) return undefined;
  return memberships.map(({ ownerId, grantedOrgId }) => grantedOrgId ?? ownerId);
}

/** What the caller may do, and where. */
export const authPart = part(AuthService, {
  async listMyZitadelPermissions(_request, ctx) {
    return { result: [...permissionNames(inContext(await ctx.caller.memberships(), ctx.orgId))] };
  },
  async listMyMemberships(request, ctx) {
    return listMemberships(ctx, ctx.caller.userId, request, () => []);
  },
  async listMyProjectOrgs({ query, queries, sortingColumn }, ctx) {
    const orgIds = await workableOrgs(ctx);
    const filters = [...queries.map(orgFilterV1), ...(orgIds ? [orgFilters.ids(orgIds)] : [])];
    const { rows, total } = await searchOrgs(
      ctx,
      { all: true },
      filters,
      listPage(query, ctx.pageLimits),
      orgSortV1(sortingColumn),
    );
    return { details: listDetailsV1(total, ctx.now), result: rows.map(orgV1) };
  },
});
