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
import { invalid, notFound } from "#src/platform/failure/index.ts";
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
import { type GrantGround, grantsByIds, grantsOn, grantsWithRole } from "./queries.ts";
import { UserGrant, type UserGrantEvent, type UserGrantState } from "./state.ts";

/** At most this many roles in one grant: each is a row that the change is guarded by. */
const maxRoles = 200;
/** A state is one row and stays small, whatever length the keys have. */
const maxKeyBytes = 7_000;

const onceEach = (roleKeys: readonly string[]): readonly string[] => {
  const keys = [...new Set(roleKeys)];
  if (keys.length > maxRoles || Buffer.byteLength(JSON.stringify(keys)) > maxKeyBytes)
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

/** As `reactivate`, `deactivate` and `remove`, for the generations in which the second time is no mistake. */
export const activate = (ctx: Ctx, grantId: string) =>
  apply(ctx, grantId, (grant) => (grant?.active === true ? [] : reactivateUserGrant(grant)));
export const inactivate = (ctx: Ctx, grantId: string) =>
  apply(ctx, grantId, (grant) => (grant?.active === false ? [] : deactivateUserGrant(grant)));
export const removeIfAny = (ctx: Ctx, grantId: string) =>
  apply(ctx, grantId, (grant) => (grant ? removeUserGrant(grant) : []));

/** At most this many grants in one request: all of them are one transaction. */
const maxRemovals = 1000;

/**
 * Removes grants that the context organization gave, all or none.
 * @param permitted refuses what the caller may not remove
 * @throws not_found when one of them is not there or another organization's
 */
export async function removeAll(
  ctx: Ctx,
  grantIds: readonly string[],
  permitted: (grant: Row<UserGrantState>) => Promise<void>,
): Promise<void> {
  const ids = [...new Set(grantIds)];
  if (ids.length === 0 || ids.length > maxRemovals)
    throw invalid("USERGRANT-Bu1ct", "Errors.UserGrant.Count", {
      field: "grant_id",
      values: { max: maxRemovals },
    });
  const grants = await grantsByIds(ctx, ids);
  if (grants.length < ids.length || grants.some(({ owner }) => owner !== ctx.orgId))
    throw notFound("USERGRANT-Bu2nf", "Errors.UserGrant.NotFound");
  for (const grant of grants) await permitted(grant);
  const refs = ids.map((id) => ref(UserGrant, id));
  const how = ids.length > 200 ? ({ lane: "bulk" } as const) : {};
  await ctx.store.execute(ctx, refs, (states) => states.map(removeUserGrant), how);
}

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
  const grants = await grantsWithRole(ctx, { projectId }, key, limit, newer?.createdAt);
  return cascade(ctx, grants, cascadeRemoveRole(key));
}

/**
 * Follows a change of a project grant: takes a role that is lent no more from what users have through it. Should it
 * be lent again by now, grants that were made or changed since keep it.
 * @param taken the role, and when it was taken from the project grant
 * @returns how many lost it, `limit` at most
 */
export async function removeLentRoleFromUserGrants(
  ctx: Ctx,
  lent: { readonly projectId: string; readonly projectGrantId: string },
  { key, at }: { readonly key: string; readonly at: Date },
  limit: number,
): Promise<number> {
  const now = await ctx.config.row(ProjectGrant, lent.projectId, lent.projectGrantId);
  const before = now?.state.roleKeys.includes(key) ? at : undefined;
  return cascade(ctx, await grantsWithRole(ctx, lent, key, limit, before), cascadeRemoveRole(key));
}
