import { Instance } from "#src/domains/instance/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { Project, ProjectGrant } from "#src/domains/project/index.ts";
import { User } from "#src/domains/user/index.ts";
import {
  addMember,
  cascadeRemoveMember,
  changeMember,
  type MemberOwner,
  type MemberState,
  memberOwnersOf,
  memberRef,
  removeMember,
} from "#src/kits/members/index.ts";
import { type AnyRef, ref, type Written } from "#src/platform/eventstore/index.ts";
import { required } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { membersOfGrant } from "./queries.ts";

const gone = {
  instance: "Errors.Instance.NotFound",
  org: "Errors.Org.NotFound",
  project: "Errors.Project.NotFound",
  project_grant: "Errors.Project.Grant.NotFound",
} as const;

function managedRef(owner: MemberOwner): AnyRef {
  switch (owner.kind) {
    case "instance":
      return ref(Instance, owner.id);
    case "org":
      return ref(Org, owner.id);
    case "project":
      return ref(Project, owner.id);
    case "project_grant":
      return ref(ProjectGrant, owner.projectId, owner.grantId);
  }
}

/** Makes a user a member; that both are there is guarded, so neither can go away meanwhile. */
export async function add(
  ctx: Ctx,
  owner: MemberOwner,
  userId: string,
  roles: readonly string[],
): Promise<Written<MemberState>> {
  const refs = [memberRef(owner, userId), ref(User, userId), managedRef(owner)] as const;
  const [member] = await ctx.store.execute(ctx, refs, ([before, user, managed]) => {
    required(managed, "MEMBER-Ow1nf", gone[owner.kind]);
    required(user, "MEMBER-Us1nf", "Errors.User.NotFound");
    return [addMember(owner, userId, roles)(before), [], []];
  });
  return member;
}

/**
 * Replaces a member's roles.
 * @throws failed_precondition with `refuseUnchanged`, as the first generation wants it, when they are the same
 */
export async function change(
  ctx: Ctx,
  owner: MemberOwner,
  userId: string,
  roles: readonly string[],
  options: { readonly refuseUnchanged?: boolean } = {},
): Promise<Written<MemberState>> {
  const [member] = await ctx.store.execute(ctx, [memberRef(owner, userId)], ([before]) => [
    changeMember(owner, userId, roles, options)(before),
  ]);
  return member;
}

/** @throws not_found for who is no member */
export async function remove(ctx: Ctx, owner: MemberOwner, userId: string): Promise<Written<MemberState>> {
  const [member] = await ctx.store.execute(ctx, [memberRef(owner, userId)], ([before]) => [
    removeMember(owner, userId)(before),
  ]);
  return member;
}

/** As `remove`; undefined for who is no member. */
export async function removeIfAny(
  ctx: Ctx,
  owner: MemberOwner,
  userId: string,
): Promise<Written<MemberState> | undefined> {
  const { entity, aggregateId, entityId } = memberRef(owner, userId);
  if (!(await ctx.store.get(entity, ctx.instanceId, aggregateId, entityId))) return undefined;
  const [member] = await ctx.store.execute(ctx, [memberRef(owner, userId)], ([before]) => [
    before ? removeMember(owner, userId)(before) : [],
  ]);
  return member;
}

const removeQuietly = (ctx: Ctx, owner: MemberOwner, userId: string) =>
  ctx.store.execute(
    ctx,
    [memberRef(owner, userId)],
    ([before]) => [cascadeRemoveMember(owner, userId)(before)],
    { lane: "bulk" },
  );

/** Follows the removal of a user. @returns how many memberships went, `limit` at most */
export async function removeMembershipsOf(ctx: Ctx, userId: string, limit: number): Promise<number> {
  const owners = await memberOwnersOf(ctx.store, ctx.instanceId, userId, limit);
  await Promise.all(owners.map((owner) => removeQuietly(ctx, owner, userId)));
  return owners.length;
}

/** Follows the removal of a project grant. @returns how many members went, `limit` at most */
export async function removeGrantMembers(
  ctx: Ctx,
  projectId: string,
  grantId: string,
  limit: number,
): Promise<number> {
  const members = await membersOfGrant(ctx, projectId, grantId, limit);
  const owner = { kind: "project_grant", projectId, grantId } as const;
  await Promise.all(members.map(({ state }) => removeQuietly(ctx, owner, state.userId)));
  return members.length;
}
