import {
  type AnyEntity,
  type Draft,
  type Entity,
  type EventMeta,
  type Ref,
  ref,
} from "#src/platform/eventstore/index.ts";
import { type Codec, codecOf } from "./codec.ts";
import type { Fields, Values } from "./fields.ts";

/** Who sets a policy. An organization's replaces the instance's as a whole. */
export type PolicyLevel = "instance" | "org";

/** What the events of a policy say beside its fields, such as the list of second factors. */
export interface More<V extends object, X extends object> {
  /** In a policy that was just added. */
  readonly initial: X;
  /** In effect where no policy is stored at all. */
  readonly byDefault: X;
  /** Event name behind the policy's own → the state after it. */
  readonly on: Readonly<Record<string, (state: V & X, payload: object | null) => V & X>>;
  /** What the start of a new instance says beside the fields, by the names of `on`. */
  readonly start: readonly { readonly name: string; readonly payload: object | null }[];
}

export interface PolicySpec<F extends Fields, X extends object> {
  /** Prefix of the ids of its refusals. */
  readonly code: string;
  /** Of its rows, behind `instance_` and `org_`. */
  readonly table: string;
  /** Of its events, behind `instance.` and `org.`, such as `policy.password.age`. */
  readonly events: string;
  /** Message keys of its refusals start with these. */
  readonly keys: { readonly instance: string; readonly org?: string };
  readonly fields: F;
  /** True: one "set" event instead of added and changed; it can always be set. */
  readonly upsert?: boolean;
  /** Whether organizations may have their own. */
  readonly forOrgs: boolean;
  readonly more?: More<Values<F>, X>;
}

/** A policy as slices and the kit use it. `V` are its fields, `S` its whole state. */
export interface Policy<V extends object, S extends V> {
  readonly code: string;
  readonly events: string;
  readonly keys: { readonly instance: string; readonly org?: string };
  readonly codec: Codec<V>;
  readonly defaults: S;
  readonly start: readonly { readonly name: string; readonly payload: object | null }[];
  readonly instance: Entity<S, Draft>;
  /** Undefined where organizations cannot have their own. */
  readonly org: Entity<S, Draft> | undefined;
}

/** A policy is no root: its removal must not take its organization along. */
const entityId = "settings";

export function definePolicy<F extends Fields, X extends object = object>(
  spec: PolicySpec<F, X>,
): Policy<Values<F>, Values<F> & X> {
  type V = Values<F>;
  const codec = codecOf(spec.fields);
  /* Without `more` nothing is beside the fields, so an empty object is all of X. */
  const beside = (of: "initial" | "byDefault"): X => spec.more?.[of] ?? ({} as X);
  const defaults = { ...codec.defaults, ...beside("byDefault") };

  function entity(level: PolicyLevel): Entity<V & X, Draft> {
    const prefix = `${level}.${spec.events}.`;
    const own = spec.upsert ? ["set"] : ["added", "changed", ...(level === "org" ? ["removed"] : [])];
    return {
      table: `${level}_${spec.table}`,
      aggregate: level,
      types: [...own, ...Object.keys(spec.more?.on ?? {})].map((name) => prefix + name),
      version: 1,
      owner: "self",
      config: true,
      rowOf: () => entityId,
      evolve(state, { type, payload }) {
        const name = type.slice(prefix.length);
        if (name === "added") return { ...codec.added(payload), ...beside("initial") };
        if (name === "set") return { ...(state ?? defaults), ...codec.changed(state ?? defaults, payload) };
        if (name === "removed" || state === undefined) return undefined;
        if (name === "changed") return { ...state, ...codec.changed(state, payload) };
        return spec.more?.on[name]?.(state, payload) ?? state;
      },
    };
  }

  return {
    code: spec.code,
    events: spec.events,
    keys: spec.keys,
    codec,
    defaults,
    start: spec.more?.start ?? [],
    instance: entity("instance"),
    org: spec.forOrgs ? entity("org") : undefined,
  };
}

/**
 * The row of a policy: of the instance or of an organization.
 * @param id the instance's or the organization's
 */
export function policyRef<V extends object, S extends V>(
  policy: Policy<V, S>,
  level: PolicyLevel,
  id: string,
): Ref<S, Draft> {
  const entity = policy[level];
  if (entity === undefined) throw new Error(`organizations have no ${policy.events} of their own`);
  return ref(entity, id, entityId);
}

/** What decided facts leave of a policy, for callers that go on with it in the same unit. */
export function policyAfter<V extends object, S extends V>(
  policy: Policy<V, S>,
  level: PolicyLevel,
  before: S | undefined,
  facts: readonly Draft[],
): S | undefined {
  return facts.reduce<S | undefined>((state, fact) => policy[level]?.evolve(state, fact, nowhere), before);
}

/** Policies fold alike wherever they stand. */
const nowhere: EventMeta = {
  instanceId: "",
  aggregateId: "",
  entityId,
  owner: "",
  creator: "",
  createdAt: "",
};

/** The entities of policies, for registration. */
export const policyEntities = (
  ...policies: readonly { readonly instance: AnyEntity; readonly org: AnyEntity | undefined }[]
): readonly AnyEntity[] =>
  policies.flatMap(({ instance, org }) => (org === undefined ? [instance] : [instance, org]));
