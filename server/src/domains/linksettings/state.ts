import type { PolicyLevel } from "#src/kits/settings/index.ts";
import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";

/** What a link is about, by the contract's numbers. */
export const linkTypes = { terms: 1, privacy: 2, help: 3, support: 4, docs: 5, custom: 6 } as const;

export type LinkType = (typeof linkTypes)[keyof typeof linkTypes];
/** 0 as pages like it, 1 in the same window, 2 in a new one. */
export const linkTargets = [0, 1, 2] as const;
export type LinkTarget = (typeof linkTargets)[number];

export interface Link {
  readonly type: LinkType;
  readonly url: string;
  /** Names the text of the link; empty for the text of its type. */
  readonly translationKey: string;
  readonly target: LinkTarget;
}

export interface Links {
  readonly links: readonly Link[];
}

export type LinksEvent =
  | { readonly type: `${PolicyLevel}.settings.links.set`; readonly payload: Links }
  | { readonly type: `${PolicyLevel}.settings.links.reset`; readonly payload: null };

const entity = (level: PolicyLevel): Entity<Links, LinksEvent> => ({
  table: `${level}_link_settings`,
  aggregate: level,
  types: [`${level}.settings.links.set`, `${level}.settings.links.reset`],
  version: 1,
  owner: "self",
  config: true,
  // No root: resetting links must not take its organization along.
  rowOf: () => "links",
  evolve: (_links, event) => (event.payload === null ? undefined : event.payload),
});

const entities = { instance: entity("instance"), org: entity("org") } as const;

export const linkEntities = Object.values(entities);

export const linksRef = (level: PolicyLevel, id: string): Ref<Links, LinksEvent> =>
  ref(entities[level], id, "links");
