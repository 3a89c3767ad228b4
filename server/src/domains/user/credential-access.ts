/** Who may give others what they log in with: whoever does can be them. */
import { type PlacedMembership, placedMembershipsOf } from "#src/kits/members/index.ts";
import { scopeOf } from "#src/platform/authz/index.ts";
import { denied } from "#src/platform/failure/index.ts";
import type { Ctx, Membership } from "#src/platform/request/index.ts";

const toGive = {
  system: "iam.member.write",
  iam: "iam.member.write",
  org: "org.member.write",
  project: "project.member.write",
  project_grant: "project.grant.member.write",
} as const satisfies Readonly<Record<Membership["kind"], string>>;

/** Is about nobody but whoever holds it. */
const ofOneself = "ORG_USER_SELF_MANAGER";

/** Whether somebody with memberships of their own may make others members there. Pure. */
export function mayGive(own: readonly Membership[], given: PlacedMembership): boolean {
  const { kind, objectId, ownerId, grantedOrgId, projectId } = given;
  if (given.roles.every((role) => role === ofOneself)) return true;
  const scope = scopeOf(toGive[kind], own);
  if (scope.all) return true;
  if (kind === "system" || kind === "iam") return false;
  const isIn = (ids: readonly string[], id: string | undefined) => id !== undefined && ids.includes(id);
  if (isIn(scope.orgIds, ownerId)) return true;
  if (kind === "project") return isIn(scope.projectIds, objectId);
  if (kind === "org") return false;
  return (
    isIn(scope.orgIds, grantedOrgId) || isIn(scope.projectIds, projectId) || isIn(scope.grantIds, objectId)
  );
}

/**
 * Tokens, keys, secrets and passwords of a manager are for those alone who could make somebody that manager (ADR 010).
 * One's own are not its business. Comes after the permission on the user.
 * @throws permission_denied USER-Mg3cr
 */
export async function requireMayGiveCredentials(ctx: Ctx, userId: string): Promise<void> {
  if (ctx.caller.userId === userId) return;
  const given = await placedMembershipsOf(ctx.store, ctx.instanceId, userId, {
    view: "project_grant_owners",
  });
  if (given.length === 0) return;
  const own = await ctx.caller.memberships();
  if (!given.every((membership) => mayGive(own, membership)))
    throw denied("USER-Mg3cr", "Errors.User.ManagerCredentials");
}
