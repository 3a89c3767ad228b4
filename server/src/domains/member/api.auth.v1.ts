import { AuthService } from "#contract/zitadel/auth_pb.ts";
import type { MembershipQuery } from "#contract/zitadel/user_pb.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { orgFilters, orgFilterV1, orgSortV1, orgV1, searchOrgs } from "#src/domains/org/index.ts";
import { orgsGrantingTo } from "#src/domains/usergrant/index.ts";
import { emptyFilter, listPage } from "#src/kits/search/index.ts";
import { inContext, permissionNames } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { membershipsOfCaller, type NamedMembership } from "./queries.ts";

function membershipType({ kind, row }: NamedMembership) {
  switch (kind) {
    case "instance":
      return { case: "iam" as const, value: true };
    case "org":
      return { case: "orgId" as const, value: row.aggregateId };
    case "project":
      return { case: "projectId" as const, value: row.aggregateId };
    case "project_grant":
      return { case: "projectGrantId" as const, value: row.state.grantId ?? "" };
  }
}

const fits =
  ({ query }: MembershipQuery) =>
  ({ kind, row }: NamedMembership): boolean => {
    switch (query.case) {
      case "iamQuery":
        return (kind === "instance") === query.value.iam;
      case "orgQuery":
        return kind === "org" && row.aggregateId === query.value.orgId;
      case "projectQuery":
        return kind === "project" && row.aggregateId === query.value.projectId;
      case "projectGrantQuery":
        return kind === "project_grant" && row.state.grantId === query.value.projectGrantId;
      default:
        throw emptyFilter();
    }
  };

/**
 * The organizations that the caller may work for in the token's project: in the product's own those that the
 * caller manages something of, elsewhere those that gave roles on it. Undefined means all.
 */
async function workableOrgs(ctx: Ctx): Promise<readonly string[] | undefined> {
  const { caller } = ctx;
  const { projectId } = await instanceOf(ctx);
  if (caller.projectId !== undefined && caller.projectId !== projectId)
    return orgsGrantingTo(ctx, caller.userId, caller.projectId);
  const memberships = await caller.memberships();
  if (memberships.some(({ kind }) => kind === "iam" || kind === "system")) return undefined;
  return memberships.map(({ ownerId, grantedOrgId }) => grantedOrgId ?? ownerId);
}

/** What the caller may do, and where. */
export const authPart = part(AuthService, {
  async listMyZitadelPermissions(_request, ctx) {
    return { result: [...permissionNames(inContext(await ctx.caller.memberships(), ctx.orgId))] };
  },
  async listMyMemberships({ query, queries }, ctx) {
    const checks = queries.map(fits);
    const all = (await membershipsOfCaller(ctx)).filter((entry) => checks.every((check) => check(entry)));
    const { offset, limit } = listPage(query);
    const shown = all.slice(offset, limit === undefined ? undefined : offset + limit);
    return {
      details: listDetailsV1(all.length, ctx.now),
      result: shown.map((entry) => ({
        userId: entry.row.state.userId,
        details: details(entry.row),
        roles: [...entry.row.state.roles],
        displayName: entry.name,
        type: membershipType(entry),
      })),
    };
  },
  async listMyProjectOrgs({ query, queries, sortingColumn }, ctx) {
    const orgIds = await workableOrgs(ctx);
    const filters = [...queries.map(orgFilterV1), ...(orgIds ? [orgFilters.ids(orgIds)] : [])];
    const { rows, total } = await searchOrgs(
      ctx,
      { all: true },
      filters,
      listPage(query),
      orgSortV1(sortingColumn),
    );
    return { details: listDetailsV1(total, ctx.now), result: rows.map(orgV1) };
  },
});
