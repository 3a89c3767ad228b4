import { type AnyEntity, type Draft, ref, type Written } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Policy, type PolicyLevel, policyRef } from "./policy.ts";

/** Whose policy is written: the instance's or an organization's, by its id. */
export interface PolicyTarget {
  readonly level: PolicyLevel;
  readonly id: string;
}

/** Writes what a decision of this kit says. A slice gives one of its own where more follows in the same unit. */
export type WritePolicy<S extends object> = (
  ctx: Ctx,
  target: PolicyTarget,
  decide: (state: S | undefined) => readonly Draft[],
) => Promise<Written<S>>;

/**
 * Writes the policy's row alone; an organization has to be there.
 * @param orgs the entity of organizations, which no kit knows
 */
export const writePolicy =
  <V extends object, S extends V>(policy: Policy<V, S>, orgs?: AnyEntity): WritePolicy<S> =>
  async (ctx, { level, id }, decide) => {
    const own = policyRef(policy, level, id);
    if (level === "instance" || orgs === undefined) {
      const [written] = await ctx.store.execute(ctx, [own], ([state]) => [decide(state)]);
      return written;
    }
    const [written] = await ctx.store.execute(ctx, [own, ref(orgs, id)] as const, ([state, org]) => {
      if (org === undefined) throw unknownOrg();
      return [decide(state), []];
    });
    return written;
  };

/** There are no settings for an organization that is not there. */
export const unknownOrg = () => notFound("SETTING-Or9nf", "Errors.Org.NotFound");
