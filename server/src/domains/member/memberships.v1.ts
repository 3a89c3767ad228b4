import type { MembershipQuery } from "#contract/zitadel/user_pb.ts";
import type { Member, MemberKind } from "#src/kits/members/index.ts";
import { listPage, type PageRequest } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetailsV1 } from "#src/platform/rpc/index.ts";
import { membershipConditions } from "./membership-queries.ts";
import { namesOf } from "./queries.ts";
import { searchMembers } from "./search.ts";

function membershipType({ kind, aggregateId, grantId }: Member) {
  switch (kind) {
    case "instance":
      return { case: "iam" as const, value: true };
    case "org":
      return { case: "orgId" as const, value: aggregateId };
    case "project":
      return { case: "projectId" as const, value: aggregateId };
    case "project_grant":
      return { case: "projectGrantId" as const, value: grantId };
  }
}

interface ListRequest {
  readonly query?: PageRequest | undefined;
  readonly queries: readonly MembershipQuery[];
}

/**
 * What a user manages, as both services of the first generation show it.
 * @param visible what the caller may see of each kind
 */
export async function listMemberships(
  ctx: Ctx,
  userId: string,
  { query, queries }: ListRequest,
  visible: (kind: MemberKind) => readonly Sql[],
) {
  const where = (kind: MemberKind) => [...visible(kind), ...membershipConditions(userId, queries, kind)];
  const { members, total } = await searchMembers(ctx, where, listPage(query, ctx.pageLimits));
  const nameOf = await namesOf(ctx, members);
  return {
    details: listDetailsV1(total, ctx.now),
    result: members.map((member) => ({
      userId: member.userId,
      details: details(member),
      roles: [...member.roles],
      displayName: nameOf(member),
      type: membershipType(member),
    })),
  };
}
