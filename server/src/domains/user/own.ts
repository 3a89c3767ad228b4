import { inContext } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireHuman, requireMachine } from "./decisions.ts";
import { requireUser } from "./queries.ts";
import type { HumanUser, MachineUser, UserState } from "./state.ts";

/**
 * Whether the caller's memberships are of this organization, or of what it was granted. Who manages no more than a
 * grant that it gave away belongs to the other side, which has no business with its people.
 */
async function belongsHere({ caller, orgId }: Ctx): Promise<boolean> {
  return inContext(await caller.memberships(), orgId).some(
    ({ kind, grantedOrgId }) => kind !== "project_grant" || grantedOrgId === orgId,
  );
}

/**
 * A user of the context organization, which is as far as the first generation reaches.
 * @throws not_found for another organization's user
 */
export async function requireOwnUser(ctx: Ctx, userId: string): Promise<Row<UserState>> {
  const user = await requireUser(ctx, userId);
  const reachable = userId === ctx.caller.userId || (await belongsHere(ctx));
  if (user.owner !== ctx.orgId || !reachable) throw notFound("QUERY-Dfbg3", "Errors.User.NotFound");
  return user;
}

/** @throws as `requireOwnUser`, and failed_precondition for a service user */
export async function requireOwnHuman(ctx: Ctx, userId: string): Promise<Row<HumanUser>> {
  const row = await requireOwnUser(ctx, userId);
  return { ...row, state: requireHuman(row.state, "USER-Ow3hu") };
}

/** @throws as `requireOwnUser`, and failed_precondition for a person */
export async function requireOwnMachine(ctx: Ctx, userId: string): Promise<Row<MachineUser>> {
  const row = await requireOwnUser(ctx, userId);
  return { ...row, state: requireMachine(row.state, "USER-Ow3ma") };
}

/** The first generation refuses a change that changes nothing. */
export function refuseUnchanged(
  before: { readonly sequence: number },
  after: { readonly sequence: number },
  id: string,
  key: string,
): void {
  if (before.sequence === after.sequence) throw precondition(id, key);
}

/** The caller as a user. @throws not_found for system users, who are none */
export const requireSelf = (ctx: Ctx): Promise<Row<UserState>> => requireUser(ctx, ctx.caller.userId);

/** @throws as `requireSelf`, and failed_precondition for a service user */
export async function requireSelfHuman(ctx: Ctx): Promise<Row<HumanUser>> {
  const row = await requireSelf(ctx);
  return { ...row, state: requireHuman(row.state, "USER-Se1hu") };
}
