import { notOfGoneOrg } from "#src/domains/org/index.ts";
import { existsGrant, grantedOrg, isNoGoneGrant, isNoGoneProject } from "#src/domains/project/index.ts";
import { isNoGoneUser } from "#src/domains/user/index.ts";
import { type Member, type MemberKind, type MemberSort, searchAllMembers } from "#src/kits/members/index.ts";
import type { Page } from "#src/kits/search/index.ts";
import { callerScope, type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Who is gone is no member any more, even before the job has tidied up. */
export const ofLivingUser = ({ instanceId }: Ctx): Sql => isNoGoneUser(instanceId, sql`t.user_id`);

/** What is managed is there, with all that is above it. */
function living({ instanceId }: Ctx, kind: MemberKind): Sql {
  const project = isNoGoneProject(instanceId, sql`t.aggregate_id`);
  switch (kind) {
    case "instance":
      return sql`true`;
    case "org":
      return notOfGoneOrg(instanceId, sql`t.aggregate_id`);
    case "project":
      return project;
    case "project_grant":
      return sql`${project} and ${isNoGoneGrant(instanceId, sql`t.aggregate_id`, sql`t.grant_id`)}`;
  }
}

/** The members of that kind that a scope lets someone see. A grant's are seen from either side of it. */
export function inScope(kind: MemberKind, scope: Scope): Sql {
  switch (kind) {
    case "instance":
      return scopeCondition(scope, {});
    case "org":
      return scopeCondition(scope, { org: sql`t.aggregate_id` });
    case "project":
      return scopeCondition(scope, { org: sql`t.owner`, project: sql`t.aggregate_id` });
    case "project_grant": {
      const lender = { org: sql`t.owner`, project: sql`t.aggregate_id`, grant: sql`t.grant_id` };
      const borrower = existsGrant(
        sql`t.aggregate_id`,
        sql`t.grant_id`,
        scopeCondition(scope, { org: grantedOrg }),
      );
      return sql`(${scopeCondition(scope, lender)} or ${borrower})`;
    }
  }
}

const reads: Readonly<Record<MemberKind, string>> = {
  instance: "iam.member.read",
  org: "org.member.read",
  project: "project.member.read",
  project_grant: "project.grant.member.read",
};

/** Which members the caller may read, kind by kind; everyone sees what they manage themselves. */
export async function readableMembers(ctx: Ctx): Promise<(kind: MemberKind) => Sql> {
  const scopes = {
    instance: await callerScope(ctx, reads.instance),
    org: await callerScope(ctx, reads.org),
    project: await callerScope(ctx, reads.project),
    project_grant: await callerScope(ctx, reads.project_grant),
  };
  const { selfUserId } = { selfUserId: undefined, ...scopes.instance };
  const own = selfUserId === undefined ? sql`false` : sql`t.user_id = ${selfUserId}`;
  return (kind) => sql`(${own} or ${inScope(kind, scopes[kind])})`;
}

/**
 * One page of members of everything that is there and of people who are there.
 * @param where what must hold of one kind, all of it
 */
export function searchMembers(
  ctx: Ctx,
  where: (kind: MemberKind) => readonly Sql[],
  page: Page,
  sort?: MemberSort,
): Promise<{ readonly members: readonly Member[]; readonly total: number }> {
  return searchAllMembers(ctx.store, ctx.instanceId, {
    where: (kind) =>
      join(
        where(kind).map((condition) => sql`(${condition})`),
        " and ",
        "true",
      ),
    living: (kind) => sql`${living(ctx, kind)} and ${ofLivingUser(ctx)}`,
    page,
    sort,
    grants: { view: "project_grant_owners" },
  });
}
