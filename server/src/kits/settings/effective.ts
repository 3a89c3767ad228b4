import type { Draft, Ref, Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Policy, policyRef } from "./policy.ts";

/** What is in force, and where it comes from. */
export interface Effective<S> {
  readonly value: S;
  /** True when the organization has none of its own. */
  readonly isDefault: boolean;
  /** The row behind it, for its times and its owner; undefined when the built-in defaults are in force. */
  readonly row: Row<S> | undefined;
}

/**
 * The policy in force for an organization: its own as a whole, else the instance's, else the built-in defaults.
 * @param orgId empty where no organization is concerned
 */
export async function effective<V extends object, S extends V>(
  ctx: Pick<Ctx, "config" | "instanceId">,
  policy: Policy<V, S>,
  orgId = "",
): Promise<Effective<S>> {
  if (policy.org !== undefined && orgId !== "") {
    const { entity, aggregateId, entityId } = policyRef(policy, "org", orgId);
    const own = await ctx.config.row(entity, aggregateId, entityId);
    if (own !== undefined) return { value: own.state, isDefault: false, row: own };
  }
  const { entity, aggregateId, entityId } = policyRef(policy, "instance", ctx.instanceId);
  const row = await ctx.config.row(entity, aggregateId, entityId);
  return { value: row?.state ?? policy.defaults, isDefault: true, row };
}

/** The rows that say what is in force, for units whose decision has to see it as of their commit. */
export const effectiveRefs = <V extends object, S extends V>(
  ctx: Pick<Ctx, "instanceId">,
  policy: Policy<V, S>,
  orgId: string,
): readonly [Ref<S, Draft>, Ref<S, Draft>] => [
  policyRef(policy, "org", orgId),
  policyRef(policy, "instance", ctx.instanceId),
];

/** As `effective`, of the states of `effectiveRefs`. */
export const effectiveOf = <V extends object, S extends V>(
  policy: Policy<V, S>,
  [ofOrg, ofInstance]: readonly [S | undefined, S | undefined],
): S => ofOrg ?? ofInstance ?? policy.defaults;
