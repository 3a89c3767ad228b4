/** A small slice for the core's own tests: houses with rooms, people with names, and a rule of the house. */
import { afterAll, beforeAll } from "vitest";
import { createSecrets, parseMasterKeys } from "#src/platform/crypto/index.ts";
import { type Database, identifier, migrate, sql } from "#src/platform/db/index.ts";
import { alreadyExists, notFound, required } from "#src/platform/failure/index.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { type AnyEntity, type Entity, fresh, type Written } from "../model.ts";
import { type OpenStore, openStore, type StoreOptions } from "../open-store.ts";
import { storeSchema } from "../schema/schema.ts";

export type HouseEvent =
  | {
      readonly type: "house.built" | "house.renamed";
      readonly payload: { readonly name: string; readonly host?: string };
    }
  | { readonly type: "house.removed"; readonly payload: null };
export interface HouseState {
  readonly name: string;
  readonly host?: string;
  readonly changes: number;
}
const hostTaken = { id: "TOY-Hhost", key: "Errors.AlreadyExists" };
export const House: Entity<HouseState, HouseEvent> = {
  table: "houses",
  aggregate: "house",
  types: ["house.built", "house.renamed", "house.removed"],
  version: 1,
  owner: "self",
  config: true,
  outlived: true,
  evolve(house, event) {
    if (event.type === "house.removed") return undefined;
    return { ...house, ...event.payload, changes: (house?.changes ?? 0) + 1 };
  },
  columns: { name: { type: "text", of: (house) => house.name } },
  indexes: ["name"],
  unique: (house) => [
    { kind: "house_name", value: house.name, taken: { id: "TOY-Hname", key: "Errors.AlreadyExists" } },
    ...(house.host === undefined
      ? []
      : [{ kind: "host", value: house.host, scope: "global" as const, taken: hostTaken }]),
  ],
};

export type RoomEvent = {
  readonly type: "house.room.set" | "house.room.removed";
  readonly payload: { readonly key: string; readonly tags?: readonly string[] };
};
export interface RoomState {
  readonly writes: number;
  readonly tags: readonly string[];
}
export const Room: Entity<RoomState, RoomEvent> = {
  table: "rooms",
  aggregate: "house",
  types: ["house.room.set", "house.room.removed"],
  version: 1,
  outlived: true,
  rowOf: (event) => event.payload.key,
  evolve: (room, event) =>
    event.type === "house.room.removed"
      ? undefined
      : { writes: (room?.writes ?? 0) + 1, tags: event.payload.tags ?? [] },
  columns: { tags: { type: "text[]", of: (room) => room.tags } },
};

export type PersonEvent =
  | {
      readonly type: "person.added";
      readonly payload: { readonly name: string; readonly mail: string; readonly shoe: number };
    }
  | { readonly type: "person.removed"; readonly payload: null };
export interface PersonState {
  readonly name: string;
  readonly mail: string;
  readonly shoe: number;
}
/** In the aggregate `user`, so that removing one erases what is sealed for it. */
export const Person: Entity<PersonState, PersonEvent> = {
  table: "persons",
  aggregate: "user",
  types: ["person.added", "person.removed"],
  version: 1,
  evolve: (_person, event) => (event.type === "person.added" ? event.payload : undefined),
  personal: { fields: { "person.added": ["name", "mail"] } },
};

export type VisitEvent =
  | { readonly type: "visit.begun"; readonly payload: { readonly from: string } }
  | { readonly type: "visit.known"; readonly payload: { readonly userId: string } };
export interface VisitState {
  readonly userId?: string;
}
export const Visit: Entity<VisitState, VisitEvent> = {
  table: "visits",
  aggregate: "visit",
  types: ["visit.begun", "visit.known"],
  version: 1,
  owner: "instance",
  evolve: (visit, event) =>
    event.type === "visit.begun" ? {} : visit && { ...visit, userId: event.payload.userId },
  personal: { fields: { "visit.begun": ["from"] }, userOf: (visit) => visit.userId },
};

export const toyEntities: readonly AnyEntity[] = [House, Room, Person, Visit];

export const build =
  (name: string) =>
  (house: HouseState | undefined): readonly HouseEvent[] => {
    if (house) throw alreadyExists("TOY-Built", "Errors.AlreadyExists");
    return [{ type: "house.built", payload: { name } }];
  };
export const rename =
  (name: string) =>
  (house: HouseState | undefined): readonly HouseEvent[] => {
    required(house, "TOY-Gone1", "Errors.NotFound");
    return [{ type: "house.renamed", payload: { name } }];
  };
export const removeHouse = (house: HouseState | undefined): readonly HouseEvent[] => {
  if (!house) throw notFound("TOY-Gone2", "Errors.NotFound");
  return [{ type: "house.removed", payload: null }];
};
export const setRoom =
  (key: string, tags: readonly string[] = []) =>
  (house: HouseState | undefined): readonly RoomEvent[] => {
    required(house, "TOY-Gone3", "Errors.NotFound");
    return [{ type: "house.room.set", payload: { key, tags } }];
  };

const keys = parseMasterKeys("toy-master-key-of-32-characters!");
export const toySecrets = createSecrets({ keys });
export const writer = { instanceId: "i1", creator: "tester" };

export async function openToy(database: Database, more: Partial<StoreOptions> = {}): Promise<OpenStore> {
  await migrate(database, [storeSchema(toyEntities)]);
  return openStore({ database, entities: toyEntities, secrets: toySecrets, localMs: Date.now, ...more });
}

/** One database with two stores on it, as two processes have it, for a test file. */
export interface Toy {
  readonly database: Database;
  readonly store: OpenStore;
  readonly other: OpenStore;
  /** A new house of a new name. */
  house(name?: string): Promise<Written<HouseState>>;
}

export function useToy(more: Partial<StoreOptions> = {}): Toy {
  let opened: { database: Database; store: OpenStore; other: OpenStore } | undefined;
  let counter = 0;
  const toy = () => {
    if (opened === undefined) throw new Error("beforeAll has not run");
    return opened;
  };
  beforeAll(async () => {
    const database = await (await freshDatabase()).open();
    const store = await openToy(database, more);
    opened = { database, store, other: await openToy(database, more) };
  });
  afterAll(async () => {
    await toy().store.close();
    await toy().other.close();
    await toy().database.close();
  });
  return {
    get database() {
      return toy().database;
    },
    get store() {
      return toy().store;
    },
    get other() {
      return toy().other;
    },
    async house(name = `house ${++counter}`) {
      const id = `h${++counter}`;
      const [house] = await toy().store.execute(writer, [fresh(House, id)], ([before]) => [
        build(name)(before),
      ]);
      return house;
    },
  };
}

/** Every trace that a database keeps, as text. */
export async function dump(database: Database): Promise<string> {
  const tables = await database.query<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = current_schema()`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query(sql`select t::text as line from ${identifier(name)} t`)),
  );
  return JSON.stringify(rows);
}
