export * from "./model.ts";
export type { ConfigReader, EventFilter, Store } from "./store.ts";
