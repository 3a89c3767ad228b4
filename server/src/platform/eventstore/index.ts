export * from "./model.ts";
export { type OpenStore, openStore, type StoreOptions } from "./open-store.ts";
export { storeSchema } from "./schema/schema.ts";
export type { ConfigReader, EventFilter, Store } from "./store.ts";
