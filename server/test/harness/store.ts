import { afterAll, beforeAll } from "vitest";
import { createSecrets, parseMasterKeys } from "#src/platform/crypto/index.ts";
import { type Database, migrate } from "#src/platform/db/index.ts";
import { type AnyEntity, type OpenStore, openStore, storeSchema } from "#src/platform/eventstore/index.ts";
import { freshDatabase } from "./database.ts";

/** A store of some entities alone, for tests of what slices share; two of them, as two processes have it. */
export interface TestStore {
  readonly database: Database;
  readonly store: OpenStore;
  readonly other: OpenStore;
}

const keys = parseMasterKeys("store-test-master-key-32-letters");

/** Opens it for the test file that calls this. */
export function useStore(entities: readonly AnyEntity[]): TestStore {
  let opened: TestStore | undefined;
  const now = () => {
    if (opened === undefined) throw new Error("beforeAll has not run");
    return opened;
  };
  beforeAll(async () => {
    const database = await (await freshDatabase()).open();
    await migrate(database, [storeSchema(entities)]);
    const open = () => openStore({ database, entities, secrets: createSecrets({ keys }), localMs: Date.now });
    opened = { database, store: await open(), other: await open() };
  });
  afterAll(async () => {
    await now().store.close();
    await now().other.close();
    await now().database.close();
  });
  return {
    get database() {
      return now().database;
    },
    get store() {
      return now().store;
    },
    get other() {
      return now().other;
    },
  };
}
