import type { Ref } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { type MetadataEntry, removeMetadata, setMetadata } from "./decisions.ts";
import { type MetadataEvent, type MetadataOwner, type MetadataState, metadataRef } from "./metadata.ts";

/** Several entries in one piece of work: the rows it reads, and what happens to each, in the same order. */
export interface Bulk {
  readonly refs: readonly Ref<MetadataState, MetadataEvent>[];
  decide(entries: readonly (MetadataState | undefined)[]): readonly (readonly MetadataEvent[])[];
}

/** Sets all or nothing. Of a key given twice the last value counts. @throws invalid_argument without entries */
export function bulkSet(owner: MetadataOwner, ownerId: string, entries: readonly MetadataEntry[]): Bulk {
  const last = [...new Map(entries.map((entry) => [entry.key, entry])).values()];
  return bulk(
    last.map(({ key }) => metadataRef(owner, ownerId, key)),
    last.map((entry) => setMetadata(owner, entry)),
  );
}

/** Removes all or nothing. @throws invalid_argument without keys; not_found when one of them has no entry */
export function bulkRemove(owner: MetadataOwner, ownerId: string, keys: readonly string[]): Bulk {
  const unique = [...new Set(keys)];
  return bulk(
    unique.map((key) => metadataRef(owner, ownerId, key)),
    unique.map((key) => removeMetadata(owner, key)),
  );
}

/** As `bulkRemove`, for generations in which removing what is not there succeeds: it removes those that there are. */
export function bulkRemoveAny(owner: MetadataOwner, ownerId: string, keys: readonly string[]): Bulk {
  const unique = [...new Set(keys)];
  return bulk(
    unique.map((key) => metadataRef(owner, ownerId, key)),
    unique.map((key) => (entry) => (entry ? removeMetadata(owner, key)(entry) : [])),
  );
}

/** In one request: each is a row and a fact of its own, and all of them are one transaction. */
const maxEntries = 1_000;

/** @throws invalid_argument without entries, and for more than 1,000 */
function bulk(refs: Bulk["refs"], decisions: readonly ReturnType<typeof removeMetadata>[]): Bulk {
  if (refs.length === 0) throw invalid("META-Em0ty", "Errors.Metadata.NoData", { field: "metadata" });
  if (refs.length > maxEntries) throw invalid("META-Mn1ny", "Errors.Metadata.Invalid", { field: "metadata" });
  return { refs, decide: (entries) => decisions.map((decision, n) => decision(entries[n])) };
}
