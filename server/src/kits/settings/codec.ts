import type { Fields, Values, Wanted } from "./fields.ts";

/** Some of the values of a policy; undefined is not given. */
export type Given<V> = { readonly [K in keyof V]?: V[K] | undefined };

/** Between the values of a policy and the payloads of its events. */
export interface Codec<V> {
  readonly defaults: V;
  /** What is given, and the defaults for the rest. */
  withDefaults(given: Given<V>): V;
  /** The values that an added event stands for. */
  added(payload: object | null): V;
  /** What a changed event leaves of the values before. */
  changed(before: V, payload: object | null): V;
  /** The payload of an added event: empty values are left out. */
  toAdded(values: V): object;
  /** The payload of a changed event: only what differs; undefined when nothing does. */
  toChanged(before: V, changes: Partial<V>): object | undefined;
  /** The first field whose value may not be set, and what may. */
  firstRefused(changes: Partial<V>): { readonly field: string; readonly wanted: Wanted } | undefined;
}

export function codecOf<F extends Fields>(fields: F): Codec<Values<F>> {
  type V = Values<F>;
  const list = Object.entries(fields);
  const names = Object.fromEntries(
    list.map(([name, { wire }]) => [name, wire ?? { added: name, changed: name }]),
  );
  /* The one place where values are put together field by field; each field gives its own type. */
  const build = (valueOf: (name: string, field: Fields[string]) => unknown): V =>
    Object.fromEntries(list.map(([name, field]) => [name, valueOf(name, field)])) as V;
  const stored = (payload: object | null, key: string | undefined): unknown =>
    payload !== null && key !== undefined && Object.hasOwn(payload, key)
      ? Object.entries(payload).find(([name]) => name === key)?.[1]
      : undefined;
  const given = (changes: Partial<V>) => list.filter(([name]) => changes[name] !== undefined);
  return {
    defaults: build((_name, field) => field.default),
    withDefaults: (own) => build((name, field) => own[name] ?? field.default),
    added: (payload) => build((name, field) => field.read(stored(payload, names[name]?.added)) ?? field.zero),
    changed: (before, payload) =>
      build((name, field) => field.read(stored(payload, names[name]?.changed)) ?? before[name]),
    toAdded: (values) =>
      Object.fromEntries(
        list
          .filter(([name, field]) => !field.same(values[name], field.zero))
          .map(([name, field]) => [names[name]?.added ?? name, field.write(values[name])]),
      ),
    toChanged(before, changes) {
      const differing = given(changes).filter(([name, field]) => !field.same(before[name], changes[name]));
      if (differing.length === 0) return undefined;
      return Object.fromEntries(
        differing.map(([name, field]) => [names[name]?.changed ?? name, field.write(changes[name])]),
      );
    },
    firstRefused(changes) {
      const refused = given(changes).find(([name, field]) => !field.allows(changes[name]));
      return refused && { field: refused[0], wanted: refused[1].wanted };
    },
  };
}
