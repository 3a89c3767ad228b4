export { type Bulk, bulkRemove, bulkSet } from "./bulk.ts";
export { type MetadataEntry, removeMetadata, setMetadata } from "./decisions.ts";
export { listMetadata, metadataKey, valueOf } from "./list.ts";
export {
  type MetadataEvent,
  type MetadataOwner,
  type MetadataState,
  metadataEntity,
  metadataRef,
} from "./metadata.ts";
