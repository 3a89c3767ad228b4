import { type Entity, type Ref, ref } from "#src/platform/eventstore/index.ts";

/** What has metadata: a user, an organization. */
export type MetadataOwner = "user" | "org";

export interface MetadataState {
  readonly key: string;
  /** Base64. */
  readonly value: string;
}

/** Facts about one entry. */
export type MetadataEvent =
  | { readonly type: `${MetadataOwner}.metadata.set`; readonly payload: MetadataState }
  | { readonly type: `${MetadataOwner}.metadata.removed`; readonly payload: { readonly key: string } };

/** An entry is a row of its owner's aggregate; its id is the key. What people store about a user is personal. */
const entity = (owner: MetadataOwner): Entity<MetadataState, MetadataEvent> => ({
  table: `${owner}_metadata`,
  aggregate: owner,
  types: [`${owner}.metadata.set`, `${owner}.metadata.removed`],
  version: 1,
  ...(owner === "org" ? { owner: "self" } : {}),
  rowOf: (event) => event.payload.key,
  evolve(_entry, { payload }) {
    return "value" in payload ? { key: payload.key, value: payload.value } : undefined;
  },
  columns: { key: { type: "text", of: (entry) => entry.key } },
  // The contract's 500,000 bytes, in base64, and the key.
  maxStateBytes: 670_000,
  ...(owner === "user"
    ? {
        indexes: ["lower(key)", "hashtextextended(state ->> 'value', 0)"],
        personal: { fields: { "user.metadata.set": ["value"] } },
      }
    : {}),
});

const entities: Readonly<Record<MetadataOwner, Entity<MetadataState, MetadataEvent>>> = {
  user: entity("user"),
  org: entity("org"),
};

export const metadataEntity = (owner: MetadataOwner): Entity<MetadataState, MetadataEvent> => entities[owner];

export function metadataRef(
  owner: MetadataOwner,
  ownerId: string,
  key: string,
): Ref<MetadataState, MetadataEvent> {
  return ref(entities[owner], ownerId, key);
}
