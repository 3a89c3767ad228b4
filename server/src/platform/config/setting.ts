import type { Kind } from "./kinds.ts";

/** One thing that can be configured. The tables of settings are read by the loader and by the documentation. */
export interface Setting<T> {
  readonly setting: true;
  readonly kind: Kind<T & {}>;
  readonly fallback: T;
  /** What it does, and what the default means where the value does not say it. */
  readonly about: string;
  /** Also a command line flag. */
  readonly flag: boolean;
  /** Names of the original, read as if they were ours. */
  readonly zitadel: readonly string[] | "by path";
  /** Never shown, not even when it is wrong. */
  readonly secret: boolean;
}

export interface Tree {
  readonly [name: string]: Setting<unknown> | Tree;
}

/** The values of a table of settings. */
export type ValuesOf<N> = N extends Setting<infer T> ? T : { readonly [K in keyof N]: ValuesOf<N[K]> };

interface Traits {
  readonly about: string;
  readonly flag?: true;
  readonly zitadel?: readonly string[] | "by path";
  readonly secret?: true;
}

function make<T>(kind: Kind<T & {}>, fallback: T, traits: Traits): Setting<T> {
  return {
    setting: true,
    kind,
    fallback,
    about: traits.about,
    flag: traits.flag ?? false,
    zitadel: traits.zitadel ?? [],
    secret: traits.secret ?? false,
  };
}

export function setting<T extends {}>(kind: Kind<T>, fallback: T, traits: Traits): Setting<T> {
  return make(kind, fallback, traits);
}

export function optional<T extends {}>(kind: Kind<T>, traits: Traits): Setting<T | undefined> {
  return make<T | undefined>(kind, undefined, traits);
}

export function isSetting(node: Setting<unknown> | Tree): node is Setting<unknown> {
  return "setting" in node && node.setting === true;
}

/** A setting with all its names. */
export interface Entry {
  readonly path: readonly string[];
  readonly setting: Setting<unknown>;
  /** `GATEHOUSE_TLS_CERT` for tls.cert. */
  readonly env: string;
  readonly zitadel: readonly string[];
  /** `tls-cert`, without dashes in front. */
  readonly flag: string | undefined;
}

const words = (path: readonly string[]) =>
  path.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join("_");

function entryOf(path: readonly string[], leaf: Setting<unknown>): Entry {
  return {
    path,
    setting: leaf,
    env: `GATEHOUSE_${words(path).toUpperCase()}`,
    zitadel: leaf.zitadel === "by path" ? [`ZITADEL_${path.join("_").toUpperCase()}`] : leaf.zitadel,
    flag: leaf.flag ? words(path).replaceAll("_", "-") : undefined,
  };
}

/** All settings of a table, in its order. */
export function entriesOf(tree: Tree, path: readonly string[] = []): readonly Entry[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    isSetting(node) ? [entryOf([...path, name], node)] : entriesOf(node, [...path, name]),
  );
}
