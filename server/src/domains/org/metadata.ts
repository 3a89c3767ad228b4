import { bulkRemove, bulkSet, changeMetadata, type MetadataEntry } from "#src/kits/metadata/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Org } from "./state.ts";

/** Sets all entries or none. */
export const setOrgMetadata = (ctx: Ctx, orgId: string, entries: readonly MetadataEntry[]) =>
  changeMetadata(ctx, "org", ref(Org, orgId), bulkSet("org", orgId, entries));

/** Removes all entries or none. */
export const removeOrgMetadata = (ctx: Ctx, orgId: string, keys: readonly string[]) =>
  changeMetadata(ctx, "org", ref(Org, orgId), bulkRemove("org", orgId, keys));
