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
import { User } from "./state.ts";

/** Sets all entries or none. */
export const setUserMetadata = (ctx: Ctx, userId: string, entries: readonly MetadataEntry[]) =>
  changeMetadata(ctx, "user", ref(User, userId), bulkSet("user", userId, entries));

/** Removes all entries or none. */
export const removeUserMetadata = (ctx: Ctx, userId: string, keys: readonly string[]) =>
  changeMetadata(ctx, "user", ref(User, userId), bulkRemove("user", userId, keys));

/** Removes those entries that there are; undefined when there are none. @throws not_found without the user */
export async function removeUserMetadataIfAny(
  ctx: Ctx,
  userId: string,
  keys: readonly string[],
): Promise<Written<MetadataState> | undefined> {
  const any = await hasMetadata(ctx, "user", userId, keys);
  const last = await changeMetadata(ctx, "user", ref(User, userId), bulkRemoveAny("user", userId, keys));
  return any ? last : undefined;
}
