import { bulkRemove, bulkSet, changeMetadata, type MetadataEntry } from "#src/kits/metadata/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { User } from "./state.ts";

/** Sets all entries or none. */
export const setUserMetadata = (ctx: Ctx, userId: string, entries: readonly MetadataEntry[]) =>
  changeMetadata(ctx, "user", ref(User, userId), bulkSet("user", userId, entries));

/** Removes all entries or none. */
export const removeUserMetadata = (ctx: Ctx, userId: string, keys: readonly string[]) =>
  changeMetadata(ctx, "user", ref(User, userId), bulkRemove("user", userId, keys));
