import {
  bulkRemove,
  bulkRemoveAny,
  bulkSet,
  changeMetadata,
  hasMetadata,
  type MetadataEntry,
  type MetadataState,
} from "#src/kits/metadata/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Org } from "./state.ts";

/** Sets all entries or none. */
export const setOrgMetadata = (ctx: Ctx, orgId: string, entries: readonly MetadataEntry[]) =>
  changeMetadata(ctx, "org", ref(Org, orgId), bulkSet("org", orgId, entries));

/** Removes all entries or none. */
export const removeOrgMetadata = (ctx: Ctx, orgId: string, keys: readonly string[]) =>
  changeMetadata(ctx, "org", ref(Org, orgId), bulkRemove("org", orgId, keys));

/** Removes those entries that there are; undefined when there are none. @throws not_found without the organization */
export async function removeOrgMetadataIfAny(
  ctx: Ctx,
  orgId: string,
  keys: readonly string[],
): Promise<Written<MetadataState> | undefined> {
  const any = await hasMetadata(ctx, "org", orgId, keys);
  const last = await changeMetadata(ctx, "org", ref(Org, orgId), bulkRemoveAny("org", orgId, keys));
  return any ? last : undefined;
}
