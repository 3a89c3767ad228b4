/** A database that a measurement fills and may leave for the next one, with the product before it. */
import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { entities } from "../../server/src/app/parts.ts";
import { createSecrets, parseMasterKeys } from "../../server/src/platform/crypto/index.ts";
import { type Database, openDatabase, sql, startEmbedded } from "../../server/src/platform/db/index.ts";
import { type OpenStore, openStore } from "../../server/src/platform/eventstore/index.ts";
import { familyOf } from "../measure.ts";
import { type BenchServer, startServer } from "../server.ts";

const masterKey = "a-master-key-for-the-bench-only!";

export interface Kept {
  readonly server: BenchServer;
  /** Where something that was measured may be noted. */
  readonly folder: string;
  /** Of PostgreSQL. */
  readonly pids: () => readonly number[];
  /** Writes what is measured, past the product. */
  fill<T>(write: (store: OpenStore, database: Database) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/**
 * @param keep the folder; undefined: one that is removed in the end
 * @param env further settings of the product
 */
export async function startKept(
  keep: string | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<Kept> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  /** Only the first start hands out a token. */
  const tokenPath = join(folder, "bench-token");
  const postgres = await startEmbedded({
    dataDir: join(folder, "data"),
    temporary: tmpdir(),
    platform: process.platform,
    arch: process.arch,
    identity: { pid: process.pid, host: hostname() },
    newId: randomUUID,
    localMs: Date.now,
    onTrouble: (message) => console.error(message),
  });
  const token = existsSync(tokenPath) ? readFileSync(tokenPath, "utf8") : undefined;
  const server = await startServer(
    { GATEHOUSE_DATABASE_URL: postgres.url, GATEHOUSE_MASTERKEY: masterKey, ...env },
    token,
  );
  writeFileSync(tokenPath, server.token);
  return {
    server,
    folder,
    pids() {
      const others = new Set([process.pid, ...familyOf(server.pid)]);
      return familyOf(process.pid).filter((pid) => !others.has(pid));
    },
    fill: (write) => fillBy(postgres.url, write),
    async stop() {
      await server.stop();
      await postgres.stop();
      if (keep === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fillBy<T>(
  url: string,
  write: (store: OpenStore, database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase({ url, localMs: Date.now });
  const secrets = createSecrets({ keys: parseMasterKeys(masterKey) });
  const store = await openStore({ database, entities, secrets, localMs: Date.now });
  try {
    const written = await write(store, database);
    // Of much data it takes longer than any request may.
    const maintenance = await database.connect("vacuum");
    await maintenance.query(sql`vacuum analyze`);
    await maintenance.close();
    return written;
  } finally {
    await store.close();
    await database.close();
  }
}
