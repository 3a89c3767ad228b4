import type { AnyRef, Written } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Bulk } from "./bulk.ts";
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
export async function changeMetadata(
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
