import type { Draft } from "#src/platform/eventstore/index.ts";
import { alreadyExists, invalid, precondition, required } from "#src/platform/failure/index.ts";
import type { Given } from "./codec.ts";
import type { Policy, PolicyLevel } from "./policy.ts";

const eventType = (policy: { readonly events: string }, level: PolicyLevel, name: string): string =>
  `${level}.${policy.events}.${name}`;

const keyOf = (policy: Pick<Policy<object, object>, "keys">, level: PolicyLevel, what: string): string =>
  `${policy.keys[level] ?? policy.keys.instance}.${what}`;

/** @throws invalid_argument naming the first field whose value is out of its limits, and those */
function checkLimits<V extends object, S extends V>(policy: Policy<V, S>, changes: Partial<V>): void {
  const refused = policy.codec.firstRefused(changes);
  if (refused === undefined) return;
  const { key, values } = refused.wanted;
  const field = wireName(refused.field);
  throw invalid(`${policy.code}-L1mit`, key, { field, values: { ...values, field } });
}

/** @throws already_exists when there is one; invalid_argument for a value out of its limits */
export const addPolicy =
  <V extends object, S extends V>(policy: Policy<V, S>, level: PolicyLevel, values: V) =>
  (state: S | undefined): readonly Draft[] => {
    checkLimits(policy, values);
    if (state !== undefined)
      throw alreadyExists(`${policy.code}-Ex1st`, keyOf(policy, level, "AlreadyExists"));
    return [{ type: eventType(policy, level, "added"), payload: policy.codec.toAdded(values) }];
  };

/**
 * Changes what differs; nothing happens when nothing does.
 * @param options.refuseUnchanged the first generation refuses a change that changes nothing
 * @throws not_found when there is none
 */
export const changePolicy =
  <V extends object, S extends V>(
    policy: Policy<V, S>,
    level: PolicyLevel,
    changes: Partial<V>,
    options: { readonly refuseUnchanged?: boolean } = {},
  ) =>
  (state: S | undefined): readonly Draft[] => {
    checkLimits(policy, changes);
    const before = required(state, `${policy.code}-Ch0nf`, keyOf(policy, level, "NotFound"));
    return changed(policy, level, "changed", policy.codec.toChanged(before, changes), options);
  };

/** For policies that are always there, stored or not: from the values in effect to new ones. */
export const setPolicy =
  <V extends object, S extends V>(
    policy: Policy<V, S>,
    level: PolicyLevel,
    changes: Partial<V>,
    options: { readonly refuseUnchanged?: boolean } = {},
  ) =>
  (state: S | undefined): readonly Draft[] => {
    checkLimits(policy, changes);
    const payload = policy.codec.toChanged(state ?? policy.defaults, changes);
    return changed(policy, level, "set", payload, options);
  };

/** An organization goes back to what the instance says. @throws not_found when it has none of its own */
export const removePolicy =
  <V extends object, S extends V>(policy: Policy<V, S>) =>
  (state: S | undefined): readonly Draft[] => {
    required(state, `${policy.code}-Rm0nf`, keyOf(policy, "org", "NotFound"));
    return [{ type: eventType(policy, "org", "removed"), payload: null }];
  };

/**
 * What a new instance starts with: what the operator gave, and the defaults for the rest.
 * @throws invalid_argument for a value out of its limits
 */
export const startPolicy = <V extends object, S extends V>(
  policy: Policy<V, S>,
  given: Given<V> = {},
): readonly Draft[] => [
  ...addPolicy(policy, "instance", policy.codec.withDefaults(given))(undefined),
  ...policy.start.map(({ name, payload }) => ({ type: eventType(policy, "instance", name), payload })),
];

/** Requests name lengths of time without their unit. */
const wireName = (field: string): string => field.replace(/Seconds$/, "");

function changed(
  policy: Pick<Policy<object, object>, "code" | "events" | "keys">,
  level: PolicyLevel,
  name: string,
  payload: object | undefined,
  options: { readonly refuseUnchanged?: boolean },
): readonly Draft[] {
  if (payload !== undefined) return [{ type: eventType(policy, level, name), payload }];
  if (options.refuseUnchanged) throw precondition(`${policy.code}-Ch0nc`, keyOf(policy, level, "NotChanged"));
  return [];
}
