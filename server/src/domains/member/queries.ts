import { Instance } from "#src/domains/instance/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { projectById } from "#src/domains/project/index.ts";
import { existsUser } from "#src/domains/user/index.ts";
import { type MemberKind, type MemberState, memberEntity } from "#src/kits/members/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** For lists of members: who is gone is no member any more, even before the job has tidied up. */
export const ofLivingUser = existsUser(sql`t.user_id`);

/** Something that a user manages, with the name it goes by. */
export interface NamedMembership {
  readonly kind: MemberKind;
  readonly row: Row<MemberState>;
  readonly name: string;
}

const kinds = ["instance", "org", "project", "project_grant"] as const;

/** All that the caller manages; what is gone is left out. */
export async function membershipsOfCaller(ctx: Ctx): Promise<readonly NamedMembership[]> {
  const mine = sql`t.user_id = ${ctx.caller.userId}`;
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const rows = await ctx.store.select(memberEntity(kind), ctx.instanceId, mine);
      return Promise.all(rows.map((row) => named(ctx, kind, row)));
    }),
  );
  return found.flat(2);
}

async function named(ctx: Ctx, kind: MemberKind, row: Row<MemberState>): Promise<readonly NamedMembership[]> {
  const name = await nameOf(ctx, kind, row.aggregateId);
  return name === undefined ? [] : [{ kind, row, name }];
}

async function nameOf(ctx: Ctx, kind: MemberKind, id: string): Promise<string | undefined> {
  if (kind === "instance") return (await ctx.config.row(Instance, id))?.state.name;
  if (kind === "org") return (await ctx.config.row(Org, id))?.state.name;
  return (await projectById(ctx, id))?.state.name;
}

/** Who manages a project grant, also one that is gone. */
export const membersOfGrant = (
  ctx: Ctx,
  projectId: string,
  grantId: string,
): Promise<readonly Row<MemberState>[]> =>
  ctx.store.select(
    memberEntity("project_grant"),
    ctx.instanceId,
    sql`t.aggregate_id = ${projectId} and t.grant_id = ${grantId}`,
  );
