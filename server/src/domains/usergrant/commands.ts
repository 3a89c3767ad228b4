import { Org } from "#src/domains/org/index.ts";
import {
  Project,
  ProjectGrant,
  type ProjectGrantState,
  ProjectRole,
  type ProjectRoleState,
  requireProject,
} from "#src/domains/project/index.ts";
import { User } from "#src/domains/user/index.ts";
import { type AnyRef, fresh, ownedBy, type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  addUserGrant,
  cascadeRemoveRole,
  cascadeRemoveUserGrant,
  changeUserGrant,
  deactivateUserGrant,
  type NewUserGrant,
  reactivateUserGrant,
  removeUserGrant,
} from "./decisions.ts";
import { type GrantGround, grantsOn, grantsWithRole } from "./queries.ts";
import { UserGrant, type UserGrantEvent, type UserGrantState } from "./state.ts";

/** At most this many roles in one grant: each is a row that the change is guarded by. */
const maxRoles = 200;

const onceEach = (roleKeys: readonly string[]): readonly string[] => {
  const keys = [...new Set(roleKeys)];
  if (keys.length > maxRoles)
    throw invalid("USERGRANT-Rl1ct", "Errors.Project.Role.Count", {
      field: "roleKeys",
      values: { max: maxRoles },
    });
  return keys;
};

/** The rows that roles stand on: the grant of the project, where there is one, and each role. */
function ground({ projectId, projectGrantId, roleKeys }: Omit<NewUserGrant, "userId">) {
  const lent: readonly AnyRef[] = projectGrantId === "" ? [] : [ref(ProjectGrant, projectId, projectGrantId)];
  const roles: readonly AnyRef[] = roleKeys.map((key) => ref(ProjectRole, projectId, key));
  return {
    refs: [...lent, ...roles],
    // In the order of `refs`, which say what each state is of.
    read: (states: readonly (object | undefined)[]) => ({
      lent: lent.length === 0 ? undefined : (states[0] as ProjectGrantState | undefined),
      roles: states.slice(lent.length) as readonly (ProjectRoleState | undefined)[],
    }),
    none: [...lent, ...roles].map(() => []),
  };
}

/** Gives a user roles of a project, in one organization. Everything that it stands on is guarded. */
export async function createUserGrant(
  ctx: Ctx,
  orgId: string,
  input: NewUserGrant,
): Promise<Written<UserGrantState>> {
  const wanted = { ...input, roleKeys: onceEach(input.roleKeys) };
  const { owner: projectOwner } = await requireProject(ctx, input.projectId);
  const under = ground(wanted);
  const refs = [
    ownedBy(orgId, fresh(UserGrant, ctx.newId())),
    ref(Org, orgId),
    ref(User, input.userId),
    ref(Project, input.projectId),
    ...under.refs,
  ] as const;
  const [grant] = await ctx.store.execute(ctx, refs, ([before, org, user, project, ...rest]) => {
    const { lent, roles } = under.read(rest);
    const events = addUserGrant(wanted)({ orgId, org, user, project, projectOwner, lent, roles }, before);
    return [events, [], [], [], ...under.none];
  });
  return grant;
}

export async function changeRoles(
  ctx: Ctx,
  { aggregateId, state }: Row<UserGrantState>,
  roleKeys: readonly string[],
): Promise<Written<UserGrantState>> {
  const keys = onceEach(roleKeys);
  const { projectId, projectGrantId } = state;
  const under = ground({ projectId, projectGrantId, roleKeys: keys });
  const refs = [ref(UserGrant, aggregateId), ...under.refs] as const;
  const [grant] = await ctx.store.execute(ctx, refs, ([before, ...rest]) => {
    const { lent, roles } = under.read(rest);
    return [changeUserGrant(keys)(before, roles, lent), ...under.none];
  });
  return grant;
}

async function apply(
  ctx: Ctx,
  grantId: string,
  decision: (grant: UserGrantState | undefined) => readonly UserGrantEvent[],
): Promise<Written<UserGrantState>> {
  const [grant] = await ctx.store.execute(ctx, [ref(UserGrant, grantId)], ([before]) => [decision(before)]);
  return grant;
}

export const deactivate = (ctx: Ctx, grantId: string) => apply(ctx, grantId, deactivateUserGrant);
export const reactivate = (ctx: Ctx, grantId: string) => apply(ctx, grantId, reactivateUserGrant);
export const remove = (ctx: Ctx, grantId: string) => apply(ctx, grantId, removeUserGrant);

async function cascade(
  ctx: Ctx,
  grants: readonly Row<UserGrantState>[],
  decision: (grant: UserGrantState | undefined) => readonly UserGrantEvent[],
): Promise<number> {
  const how = { lane: "bulk" } as const;
  await Promise.all(
    grants.map(({ aggregateId }) =>
      ctx.store.execute(ctx, [ref(UserGrant, aggregateId)], ([before]) => [decision(before)], how),
    ),
  );
  return grants.length;
}

/** Follows the removal of what grants stand on. @returns how many went, `limit` at most */
export const removeGrantsOn = async (ctx: Ctx, ground: GrantGround, limit: number): Promise<number> =>
  cascade(ctx, await grantsOn(ctx, ground, limit), cascadeRemoveUserGrant);

/**
 * Follows the removal of a role: takes it from the grants that still have it. Should there be a new role of the same
 * key by now, grants that were made or changed since keep it.
 * @returns how many lost it, `limit` at most
 */
export async function removeRoleFromUserGrants(
  ctx: Ctx,
  projectId: string,
  key: string,
  limit: number,
): Promise<number> {
  const newer = await ctx.config.row(ProjectRole, projectId, key);
  const grants = await grantsWithRole(ctx, projectId, key, limit, newer?.createdAt);
  return cascade(ctx, grants, cascadeRemoveRole(key));
}
