export { type Bulk, bulkSet } from "./bulk.ts";
export { type MetadataCommands, metadataCommands } from "./commands.ts";
export { type MetadataEntry, removeMetadata, setMetadata } from "./decisions.ts";
export {
  hasEntry,
  hasMetadata,
  listMetadata,
  metadataKey,
  metadataValueFilter,
  requireMetadata,
  valueOf,
} from "./list.ts";
export {
  type MetadataEvent,
  type MetadataOwner,
  type MetadataState,
  metadataEntity,
  metadataRef,
} from "./metadata.ts";
export { metadataFilter, metadataV1, metadataV2 } from "./wire.ts";
