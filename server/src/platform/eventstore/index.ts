export { type OpenStore, openStore, type StoreOptions } from "./interim/open-store.ts";
export { storeSchema } from "./interim/tables.ts";
export * from "./model.ts";
export type { ConfigReader, EventFilter, Store } from "./store.ts";
