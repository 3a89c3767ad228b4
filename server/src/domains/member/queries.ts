import { Instance } from "#src/domains/instance/index.ts";
import { orgsByIds } from "#src/domains/org/index.ts";
import { projectsByIds } from "#src/domains/project/index.ts";
import { type Member, type MemberState, memberEntity } from "#src/kits/members/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** The name that something managed goes by; a grant goes by its project's. */
export async function namesOf(ctx: Ctx, members: readonly Member[]): Promise<(member: Member) => string> {
  const idsOf = (...kinds: readonly Member["kind"][]): readonly string[] =>
    members.filter(({ kind }) => kinds.includes(kind)).map(({ aggregateId }) => aggregateId);
  const [instance, orgs, projects] = await Promise.all([
    ctx.config.row(Instance, ctx.instanceId),
    orgsByIds(ctx, idsOf("org")),
    projectsByIds(ctx, idsOf("project", "project_grant")),
  ]);
  return ({ kind, aggregateId }) => {
    if (kind === "instance") return instance?.state.name ?? "";
    return (kind === "org" ? orgs : projects).get(aggregateId)?.state.name ?? "";
  };
}

/** Who manages a project grant, also one that is gone; `limit` of them at most. */
export const membersOfGrant = (
  ctx: Ctx,
  projectId: string,
  grantId: string,
  limit: number,
): Promise<readonly Row<MemberState>[]> =>
  ctx.store.select(
    memberEntity("project_grant"),
    ctx.instanceId,
    sql`t.aggregate_id = ${projectId} and t.grant_id = ${grantId}`,
    sql`limit ${limit}`,
  );
