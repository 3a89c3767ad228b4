import type { AnyEntity } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, details } from "#src/platform/rpc/index.ts";
import type { Given } from "./codec.ts";
import { unknownOrg, type WritePolicy, writePolicy } from "./commands.ts";
import { addPolicy, changePolicy, removePolicy } from "./decisions.ts";
import { type Effective, effective } from "./effective.ts";
import type { Policy } from "./policy.ts";

/** What a policy adds to the shape that all policies of the first generation share. */
export interface TranslationV1<V extends object, S extends V, G, W extends object, O> {
  /** The values as the contract's message has them. `owner` is the organization or the instance that they are of. */
  readonly shown: (value: S, whose: { readonly ctx: Ctx; readonly owner: string }) => W;
  /** The values that an add or update request names; the first generation always names all of them. */
  readonly given: (request: G) => Given<V>;
  /** The entity of organizations; left out where organizations have none of their own. */
  readonly orgs?: AnyEntity;
  /** Whose policy a request is about: the context organization's when left out. */
  readonly orgOf?: (request: O, ctx: Ctx) => string;
  /** How changes are written, where more follows from them in the same unit. */
  readonly write?: WritePolicy<S>;
}

/**
 * The handlers of a policy in the first API generation, to be named as its services name them:
 *
 * ```ts
 * const policy = policyV1(lockout, {
 *   orgs: Org,
 *   shown: ({ maxPasswordAttempts }) => ({ maxPasswordAttempts: BigInt(maxPasswordAttempts) }),
 *   given: (request: { readonly maxPasswordAttempts: number }) => request,
 * });
 * part(AdminService, { getLockoutPolicy: policy.getDefault, updateLockoutPolicy: policy.updateDefault });
 * part(ManagementService, {
 *   getLockoutPolicy: policy.get, getDefaultLockoutPolicy: policy.getDefault,
 *   addCustomLockoutPolicy: policy.add, updateCustomLockoutPolicy: policy.update,
 *   resetLockoutPolicyToDefault: policy.reset,
 * });
 * ```
 *
 * Values are refused by the name of their field when out of limits; a change that changes nothing is refused with
 * `<code>-Ch0nc`, a second one of its own with `<code>-Ex1st`, changing or resetting none with `<code>-Ch0nf` and
 * `<code>-Rm0nf`. What a request cannot name, an organization takes from the instance when it adds its own.
 */
export function policyV1<V extends object, S extends V, G, W extends object, O = unknown>(
  policy: Policy<V, S>,
  translation: TranslationV1<V, S, G, W, O>,
) {
  const settled = { orgOf: (_request: O, ctx: Ctx) => ctx.orgId, ...translation };
  return { ...readsOf(policy, settled), ...writesOf(policy, settled) };
}

type Settled<V extends object, S extends V, G, W extends object, O> = TranslationV1<V, S, G, W, O> &
  Required<Pick<TranslationV1<V, S, G, W, O>, "orgOf">>;

function readsOf<V extends object, S extends V, G, W extends object, O>(
  policy: Policy<V, S>,
  { shown, orgs, orgOf }: Settled<V, S, G, W, O>,
) {
  const policyOf = (ctx: Ctx, found: Effective<S>) => ({
    ...shown(found.value, { ctx, owner: found.row?.owner ?? ctx.instanceId }),
    ...(found.row === undefined ? {} : { details: details(found.row) }),
    isDefault: found.isDefault,
  });
  return {
    /** What is in force for the organization. */
    async get(request: O, ctx: Ctx) {
      const orgId = orgOf(request, ctx);
      if (orgs !== undefined && (await ctx.config.row(orgs, orgId)) === undefined) throw unknownOrg();
      const found = await effective(ctx, policy, orgId);
      return { policy: policyOf(ctx, found), isDefault: found.isDefault };
    },
    /** What is in force for the caller's own organization. */
    async getMine(_request: unknown, ctx: Ctx) {
      return { policy: policyOf(ctx, await effective(ctx, policy, ctx.caller.orgId)) };
    },
    /** What the instance says. */
    async getDefault(_request: unknown, ctx: Ctx) {
      return { policy: policyOf(ctx, await effective(ctx, policy)) };
    },
  };
}

function writesOf<V extends object, S extends V, G, W extends object, O>(
  policy: Policy<V, S>,
  translation: Settled<V, S, G, W, O>,
) {
  const { given, orgs, orgOf, write = writePolicy(policy, orgs) } = translation;
  const ofOrg = (request: O, ctx: Ctx) => ({ level: "org", id: orgOf(request, ctx) }) as const;
  const ofInstance = (ctx: Ctx) => ({ level: "instance", id: ctx.instanceId }) as const;
  const options = { refuseUnchanged: true };
  return {
    async add(request: G & O, ctx: Ctx) {
      const { value } = await effective(ctx, policy);
      const values = policy.codec.withDefaults({ ...value, ...onlyGiven(given(request)) });
      return { details: addedV1(await write(ctx, ofOrg(request, ctx), addPolicy(policy, "org", values))) };
    },
    /** For instances that started without one. */
    async addDefault(request: G, ctx: Ctx) {
      const values = policy.codec.withDefaults(given(request));
      return { details: addedV1(await write(ctx, ofInstance(ctx), addPolicy(policy, "instance", values))) };
    },
    async update(request: G & O, ctx: Ctx) {
      const change = changePolicy(policy, "org", onlyGiven(given(request)), options);
      return { details: changedV1(await write(ctx, ofOrg(request, ctx), change)) };
    },
    async updateDefault(request: G, ctx: Ctx) {
      const change = changePolicy(policy, "instance", onlyGiven(given(request)), options);
      return { details: changedV1(await write(ctx, ofInstance(ctx), change)) };
    },
    /** Back to what the instance says. */
    async reset(request: O, ctx: Ctx) {
      return { details: changedV1(await write(ctx, ofOrg(request, ctx), removePolicy(policy))) };
    },
  };
}

/** Values that are undefined are not given. */
const onlyGiven = <V extends object>(values: Given<V>): Partial<V> =>
  /* Leaving undefined values out is what makes it a Partial under exactOptionalPropertyTypes. */
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<V>;
