import { Org } from "#src/domains/org/index.ts";
import { avatarUrl, loginNamesOf, metadataOf, type UserState, userById } from "#src/domains/user/index.ts";
import { rolesOf } from "#src/domains/usergrant/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { ClaimFacts, ClaimPlan } from "./claims.ts";

/** Whose claims: the user as already read, or not yet. */
export interface Subject {
  readonly userId: string;
  readonly orgId: string;
  readonly user?: Row<UserState> | undefined;
}

/** Reads what the plans need and nothing else, in one round trip; a plan that is satisfied by ids reads nothing. */
export async function factsFor(ctx: Ctx, subject: Subject, plans: readonly ClaimPlan[]): Promise<ClaimFacts> {
  const any = (wanted: (plan: ClaimPlan) => boolean) => plans.some(wanted);
  const person = any((plan) => plan.profile || plan.email || plan.phone);
  const ofOrg = any((plan) => plan.resourceOwner || plan.primaryDomain !== undefined);
  const roles = plans.find((plan) => plan.roles)?.roles;
  const [about, org, metadata, granted] = await Promise.all([
    person ? readPerson(ctx, subject) : undefined,
    ofOrg ? ctx.config.row(Org, subject.orgId) : undefined,
    any((plan) => plan.metadata) ? metadataOf(ctx, subject.userId) : undefined,
    roles ? rolesOf(ctx, subject.userId, roles.projectIds, roles.onlyOrgIds) : undefined,
  ]);
  return {
    ...about,
    ...(org
      ? { org: { id: subject.orgId, name: org.state.name, primaryDomain: org.state.primaryDomain } }
      : {}),
    ...(metadata ? { metadata } : {}),
    ...(granted ? { roles: granted } : {}),
  };
}

async function readPerson(
  ctx: Ctx,
  { userId, user: known }: Subject,
): Promise<Pick<ClaimFacts, "user" | "preferredLoginName" | "picture">> {
  const user = known ?? (await userById(ctx, userId));
  if (user === undefined) return {};
  const { preferred } = await loginNamesOf(ctx, user);
  return { user, preferredLoginName: preferred, picture: avatarUrl(user, ctx.origin) };
}
