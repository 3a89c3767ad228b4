import { invalid, required } from "#src/platform/failure/index.ts";
import type { MetadataEvent, MetadataOwner, MetadataState } from "./metadata.ts";

export interface MetadataEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

const maxKeyLength = 200;
const maxValueBytes = 500_000;

type Decision = (entry: MetadataState | undefined) => readonly MetadataEvent[];

/** Nothing happens when the value is there already. @throws invalid_argument for an empty or oversized key or value */
export const setMetadata =
  (owner: MetadataOwner, { key, value }: MetadataEntry): Decision =>
  (entry) => {
    const length = [...key].length;
    if (length === 0 || length > maxKeyLength)
      throw invalid("META-K3y1n", "Errors.Metadata.Invalid", { field: "key" });
    if (value.length === 0 || value.length > maxValueBytes)
      throw invalid("META-Va1in", "Errors.Metadata.Invalid", { field: "value" });
    const stored = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
    if (entry?.value === stored) return [];
    return [{ type: `${owner}.metadata.set`, payload: { key, value: stored } }];
  };

/** @throws not_found when there is no such entry */
export const removeMetadata =
  (owner: MetadataOwner, key: string): Decision =>
  (entry) => {
    required(entry, "META-Rm0nf", "Errors.Metadata.NotFound");
    return [{ type: `${owner}.metadata.removed`, payload: { key } }];
  };
