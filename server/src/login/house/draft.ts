/** The look that is not active yet, for people who look after it. */
import { assetUrls, draftBranding } from "#src/domains/branding/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { type SessionState, sessionsOfUserAgent } from "#src/domains/session/index.ts";
import { membershipsForCalls } from "#src/domains/token/index.ts";
import { userById } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Branding } from "../branding.ts";
import { nextStep } from "../flow/index.ts";
import { gatherFacts } from "./facts.ts";
import { brandingOf } from "./page-settings.ts";

/**
 * The draft of the instance, or of an organization that has a look of its own; of others what their pages show.
 * Undefined unless somebody who is signed in in this browser, as the login policy wants it now, may read it.
 */
export async function draftFor(
  ctx: Ctx,
  browserId: string,
  orgId: string | undefined,
): Promise<Branding | undefined> {
  if (orgId !== undefined && (await ctx.config.row(Org, orgId)) === undefined) return undefined;
  for (const session of await sessionsOfUserAgent(ctx, browserId))
    if ((await isDone(ctx, session)) && (await mayRead(ctx, session, orgId))) return draftOf(ctx, orgId);
  return undefined;
}

/** A login that nobody asked for would end here: nothing is left to be proven. */
async function isDone(ctx: Ctx, session: Row<SessionState>): Promise<boolean> {
  const { user: named } = session.state.factors;
  const user = named && (await userById(ctx, named.id));
  if (user === undefined) return false;
  const facts = await gatherFacts(ctx, { request: undefined, session, user, browserSessions: [session] });
  return nextStep({ ...facts, surface: "hosted", now: ctx.now }).outcome === "done";
}

async function mayRead(ctx: Ctx, { state }: Row<SessionState>, orgId: string | undefined): Promise<boolean> {
  const { user } = state.factors;
  if (user === undefined) return false;
  const memberships = () => membershipsForCalls(ctx, user.id);
  const caller = { kind: "user", userId: user.id, orgId: user.orgId, scopes: [], memberships } as const;
  try {
    const permission = orgId === undefined ? "iam.policy.read" : "policy.read";
    await requirePermission({ caller }, permission, { orgId: orgId ?? ctx.instanceId });
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

async function draftOf(ctx: Ctx, orgId: string | undefined): Promise<Branding> {
  const { value, row } = await draftBranding(ctx, orgId);
  return brandingOf(value, assetUrls(row?.owner ?? ctx.instanceId, value.assets, ""));
}
