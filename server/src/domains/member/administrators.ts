import type {
  CreateAdministratorRequest as CreateV2,
  DeleteAdministratorRequest as DeleteV2,
  ListAdministratorsRequest as ListV2,
} from "#contract/zitadel/internal_permission/v2/internal_permission_service_pb.ts";
import type {
  CreateAdministratorRequest as CreateV2beta,
  DeleteAdministratorRequest as DeleteV2beta,
  ListAdministratorsRequest as ListV2beta,
} from "#contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.ts";
import { orgsByIds } from "#src/domains/org/index.ts";
import { projectsByIds } from "#src/domains/project/index.ts";
import { loginNamesOf, shownUser, usersByIds } from "#src/domains/user/index.ts";
import type { Member } from "#src/kits/members/index.ts";
import { filterPage } from "#src/kits/search/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { timestamp, type Wire } from "#src/platform/rpc/index.ts";
import {
  type Managed,
  managedGrant,
  managedInstance,
  managedOrg,
  managedProject,
  requireOnMembers,
} from "./access.ts";
import {
  type AdministratorFilter,
  administratorConditions,
  administratorSort,
} from "./administrator-queries.ts";
import { add, change, removeIfAny } from "./commands.ts";
import { readableMembers, searchMembers } from "./search.ts";

type Resource = Wire<CreateV2 | CreateV2beta>["resource"];

/** What a request names; the permission is asked at its owner. @throws not_found; invalid_argument for nothing */
async function managedBy(ctx: Ctx, named: Resource): Promise<Managed> {
  const resource = named?.resource;
  switch (resource?.case) {
    case "instance":
      return managedInstance(ctx);
    case "organizationId":
      return managedOrg(ctx, resource.value);
    case "projectId":
      return managedProject(ctx, resource.value);
    case "projectGrant": {
      const { projectId, organizationId: grantedOrgId, ...more } = resource.value;
      return managedGrant(ctx, {
        projectId,
        grantedOrgId,
        grantId: "projectGrantId" in more ? more.projectGrantId : undefined,
      });
    }
    default:
      throw invalid("MEMBER-Re1no", "Errors.Invalid.Argument", { field: "resource" });
  }
}

/** Members as later generations show them, with the people and the things behind them. */
async function shown(ctx: Ctx, members: readonly Member[]) {
  const [users, orgs, projects] = await Promise.all([
    usersByIds(
      ctx,
      members.map(({ userId }) => userId),
    ),
    orgsByIds(
      ctx,
      members.filter(({ kind }) => kind === "org").map(({ aggregateId }) => aggregateId),
    ),
    projectsByIds(
      ctx,
      members.filter(({ kind }) => kind.startsWith("project")).map(({ aggregateId }) => aggregateId),
    ),
  ]);
  const resourceOf = ({ kind, aggregateId: id, owner: organizationId, ...grant }: Member) => {
    const name = (kind === "org" ? orgs : projects).get(id)?.state.name ?? "";
    switch (kind) {
      case "instance":
        return { case: "instance" as const, value: true };
      case "org":
        return { case: "organization" as const, value: { id, name } };
      case "project":
        return { case: "project" as const, value: { id, name, organizationId } };
      case "project_grant": {
        const { grantId, grantedOrgId: grantedOrganizationId } = grant;
        const value = {
          id: grantId,
          projectId: id,
          projectName: name,
          organizationId,
          grantedOrganizationId,
        };
        return { case: "projectGrant" as const, value };
      }
    }
  };
  return Promise.all(
    members.map(async (member) => {
      const user = users.get(member.userId);
      return {
        creationDate: timestamp(member.createdAt),
        changeDate: timestamp(member.changedAt),
        user: user && {
          id: user.aggregateId,
          preferredLoginName: (await loginNamesOf(ctx, user)).preferred,
          displayName: shownUser(user).displayName,
          organizationId: user.owner,
        },
        resource: resourceOf(member),
        roles: [...member.roles],
      };
    }),
  );
}

/** Managers of anything: the same behaviour in v2 and v2beta, and the commands of the first generation. */
export const administratorHandlers = {
  async listAdministrators(request: ListV2 | ListV2beta, ctx: Ctx) {
    const page = filterPage(request.pagination, ctx.pageLimits);
    const filters: readonly AdministratorFilter[] = request.filters;
    const readable = await readableMembers(ctx);
    const wanted = await administratorConditions(ctx, filters);
    const { members, total } = await searchMembers(
      ctx,
      (kind) => [readable(kind), wanted(kind)],
      page,
      administratorSort(request.sortingColumn ?? 0),
    );
    const pagination = { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) };
    return { pagination, administrators: await shown(ctx, members) };
  },
  async createAdministrator({ userId, resource, roles }: Wire<CreateV2 | CreateV2beta>, ctx: Ctx) {
    const managed = await managedBy(ctx, resource);
    await requireOnMembers(ctx, managed, "write");
    const { createdAt } = await add(ctx, managed.owner, userId, roles);
    return { creationDate: timestamp(createdAt) };
  },
  async updateAdministrator({ userId, resource, roles }: Wire<CreateV2 | CreateV2beta>, ctx: Ctx) {
    const managed = await managedBy(ctx, resource);
    await requireOnMembers(ctx, managed, "write");
    const { changedAt } = await change(ctx, managed.owner, userId, roles);
    return { changeDate: timestamp(changedAt) };
  },
  async deleteAdministrator({ userId, resource }: Wire<DeleteV2 | DeleteV2beta>, ctx: Ctx) {
    const managed = await managedBy(ctx, resource);
    await requireOnMembers(ctx, managed, "delete");
    const removed = await removeIfAny(ctx, managed.owner, userId);
    return removed ? { deletionDate: timestamp(removed.changedAt) } : {};
  },
};
