import { type AnyEntity, type AnyRef, ref, type Written } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Bulk, bulkRemove, bulkRemoveAny, bulkSet } from "./bulk.ts";
import type { MetadataEntry } from "./decisions.ts";
import { hasMetadata } from "./list.ts";
import type { MetadataOwner, MetadataState } from "./metadata.ts";

/** Entries in one unit beyond which it would hold up the lane of everybody else. */
const largeUnit = 200;

const unknownOwner: Readonly<Record<MetadataOwner, { readonly id: string; readonly key: string }>> = {
  user: { id: "META-Us0nf", key: "Errors.User.NotFound" },
  org: { id: "META-Or0nf", key: "Errors.Org.NotFound" },
};

/**
 * Carries out a bulk, guarded by its owner being there: nothing is added to what is being removed.
 * @param of the owner's own row
 * @returns the entry that changed last
 * @throws not_found without the owner, and as the bulk
 */
async function changeMetadata(
  ctx: Ctx,
  owner: MetadataOwner,
  of: AnyRef,
  bulk: Bulk,
): Promise<Written<MetadataState>> {
  const refs = [of, ...bulk.refs] as const;
  const [, ...entries] = await ctx.store.execute(
    ctx,
    refs,
    ([present, ...before]) => {
      const { id, key } = unknownOwner[owner];
      if (!present) throw notFound(id, key);
      return [[], ...bulk.decide(before)];
    },
    bulk.refs.length > largeUnit ? { lane: "bulk" } : {},
  );
  return entries.reduce((last, entry) => (entry.sequence > last.sequence ? entry : last));
}

export interface MetadataCommands {
  /** Sets all entries or none. */
  set(ctx: Ctx, id: string, entries: readonly MetadataEntry[]): Promise<Written<MetadataState>>;
  /** Removes all entries or none. */
  remove(ctx: Ctx, id: string, keys: readonly string[]): Promise<Written<MetadataState>>;
  /** Removes those entries that there are; undefined when there are none. */
  removeAny(ctx: Ctx, id: string, keys: readonly string[]): Promise<Written<MetadataState> | undefined>;
}

/**
 * What is done to the metadata of one kind of owner, each refused as not_found without the owner.
 * @param root the entity of the owners themselves, which no kit knows
 */
export const metadataCommands = (owner: MetadataOwner, root: AnyEntity): MetadataCommands => ({
  set: (ctx, id, entries) => changeMetadata(ctx, owner, ref(root, id), bulkSet(owner, id, entries)),
  remove: (ctx, id, keys) => changeMetadata(ctx, owner, ref(root, id), bulkRemove(owner, id, keys)),
  async removeAny(ctx, id, keys) {
    const any = await hasMetadata(ctx, owner, id, keys);
    const last = await changeMetadata(ctx, owner, ref(root, id), bulkRemoveAny(owner, id, keys));
    return any ? last : undefined;
  },
});
