export { goneIds, goneParts } from "./gone.ts";
export { type FeedCursor, type FeedPage, feedStart, readFeed } from "./history/feed.ts";
export { type Forgotten, forgetInstance } from "./history/forget-instance.ts";
export { type Past, type PurgeOptions, purge } from "./history/purge.ts";
export { type RebuildOptions, type Rebuilt, rebuild } from "./history/rebuild.ts";
export {
  type Problem,
  type ProblemKind,
  type Verified,
  type VerifyOptions,
  verify,
} from "./history/verify.ts";
export * from "./model.ts";
export { type OpenStore, openStore, type StoreOptions } from "./open-store.ts";
export { storeSchema } from "./schema/schema.ts";
export { type UpgradeOptions, upgradeRows } from "./schema/upgrade.ts";
export type { ConfigReader, EventFilter, Planning, Store } from "./store.ts";
